import { hasKeys, joined, textAt, valueAt } from './json-path'
import type { Finding, KnownSender } from './known-sender'

/**
 * Event streams, which are CloudEvents with an extra field for the tenant, and log streams.
 * https://auth0.com/docs/customize/log-streams/custom-log-streams
 */
export const auth0: KnownSender = {
  id: 'auth0',
  label: 'Auth0',
  recognise({ json }) {
    const body = json()
    return streamed(body) ?? logged(valueAt(body, 0) ?? valueAt(body, 'logs', 0))
  },
}

function streamed(body: unknown): Finding | null {
  if (!hasKeys(body, 'a0tenant', 'type', 'id')) return null
  const about = valueAt(body, 'data', 'object')
  return {
    event: textAt(body, 'type'),
    summary: joined(', ', textAt(body, 'a0tenant'), textAt(about, 'email') ?? textAt(about, 'user_id')),
    messageId: textAt(body, 'id'),
  }
}

/** Types are codes: `s` is a login, `fp` a wrong password. */
function logged(first: unknown): Finding | null {
  if (textAt(first, 'log_id') === null || textAt(first, 'data', 'type') === null) return null
  return {
    event: textAt(first, 'data', 'type'),
    summary: joined(', ', textAt(first, 'data', 'description'), textAt(first, 'data', 'user_name')),
    messageId: textAt(first, 'log_id'),
  }
}
