import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://developer.squareup.com/docs/webhooks/overview */
export const square: KnownSender = {
  id: 'square',
  label: 'Square',
  recognise({ header, json }) {
    if (header('x-square-hmacsha256-signature') === null && header('x-square-signature') === null) return null
    const summary = joined(' ', textAt(json(), 'data', 'type'), textAt(json(), 'data', 'id'))
    return { event: textAt(json(), 'type'), summary, messageId: textAt(json(), 'event_id') }
  },
}
