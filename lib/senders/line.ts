import { joined, textAt, valueAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://developers.line.biz/en/reference/messaging-api/#webhooks */
export const line: KnownSender = {
  id: 'line',
  label: 'LINE',
  recognise({ header, json }) {
    if (header('x-line-signature') === null) return null
    const first = valueAt(json(), 'events', 0)
    const summary = joined(' ', textAt(first, 'message', 'type'), textAt(first, 'message', 'text'))
    return { event: textAt(first, 'type'), summary, messageId: textAt(first, 'webhookEventId') }
  },
}
