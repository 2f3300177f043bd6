import { joined, textAt, valueAt } from './json-path'
import type { Finding, ParsedRequest } from './known-sender'

/** `{prefix}-id`, `{prefix}-timestamp` and `{prefix}-signature`. All attempts of a message have the same id. */
export function signedMessage({ header, json }: ParsedRequest, prefix: string): Finding | null {
  const id = header(`${prefix}-id`)
  if (id === null || header(`${prefix}-timestamp`) === null) return null
  const data = valueAt(json(), 'data')
  return {
    event: textAt(json(), 'type') ?? textAt(json(), 'event_type') ?? textAt(json(), 'eventType'),
    summary: joined(' ', textAt(data, 'object'), textAt(data, 'id')),
    messageId: id,
  }
}
