import { textAt, valueAt } from '#lib/senders/json-path'
import { bodyJson } from '../body-json'
import type { Cause } from './cause'
import type { ExplainInput } from './explain-input'

/** Some providers send wrong signatures on purpose, to check that the receiver refuses them. */
export function deliberateCauses({ scheme, request, neighbourValid = false }: ExplainInput): Cause[] {
  if (scheme.id === 'discord') {
    const isPing = valueAt(bodyJson(request.body), 'type') === 1 || valueAt(bodyJson(request.body), 'type') === 0
    if (!isPing && !neighbourValid) return []
    return [
      deliberate(
        'Discord checks that wrong signatures are refused',
        `When the address is saved, and occasionally later, Discord sends pings with a wrong signature.${isPing ? ' This is a ping.' : ''}${
          neighbourValid ? NEIGHBOUR : ''
        }`,
        'Respond with 401. If other requests from Discord are valid, there is nothing to fix. If all of them fail, the public key belongs to another app.',
      ),
    ]
  }
  if (scheme.id === 'xero') {
    const events = valueAt(bodyJson(request.body), 'events')
    const isIntent = Array.isArray(events) && events.length === 0 && textAt(bodyJson(request.body), 'entropy') !== null
    if (!isIntent && !neighbourValid) return []
    return [
      deliberate(
        'Xero checks that wrong signatures are refused (intent to receive)',
        `Before it delivers events, Xero sends requests without any, some with a correct and some with a wrong signature.${isIntent ? ' This request has no events.' : ''}${
          neighbourValid ? NEIGHBOUR : ''
        }`,
        'Respond to wrong signatures with 401, and to correct ones with 200, both with an empty body and within 5 seconds.',
      ),
    ]
  }
  return []
}

const NEIGHBOUR = ' A similar request with a correct signature came within seconds of it.'

function deliberate(title: string, detail: string, fix: string): Cause {
  return { code: 'deliberate', certain: false, title, detail, fix }
}
