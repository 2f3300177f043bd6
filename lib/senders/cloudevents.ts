import { hasKeys, textAt, valueAt } from './json-path'
import type { Finding, KnownSender, ParsedRequest } from './known-sender'

/**
 * Binary (`ce-` headers), structured, and batched.
 * https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/http-protocol-binding.md
 */
export const cloudevents: KnownSender = {
  id: 'cloudevents',
  label: 'CloudEvents',
  recognise(request) {
    const type = request.header('content-type')?.toLowerCase() ?? ''
    if (request.header('ce-specversion') !== null) return binary(request)
    const body = type.startsWith('application/cloudevents-batch') ? valueAt(request.json(), 0) : request.json()
    if (!type.startsWith('application/cloudevents') && !hasKeys(body, 'specversion', 'id', 'source', 'type')) return null
    return {
      event: textAt(body, 'type'),
      summary: textAt(body, 'subject') ?? textAt(body, 'source'),
      messageId: identity(textAt(body, 'source'), textAt(body, 'id')),
    }
  },
}

function binary({ header }: ParsedRequest): Finding {
  return {
    event: header('ce-type'),
    summary: header('ce-subject') ?? header('ce-source'),
    messageId: identity(header('ce-source'), header('ce-id')),
  }
}

/** Combines source and id, because an id is unique only within its source. */
function identity(source: string | null, id: string | null): string | null {
  return id === null ? null : `${source ?? ''}#${id}`
}
