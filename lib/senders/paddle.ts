import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://developer.paddle.com/webhooks/about/overview */
export const paddle: KnownSender = {
  id: 'paddle',
  label: 'Paddle',
  recognise({ header, json }) {
    if (header('paddle-signature') === null) return null
    const summary = joined(' ', textAt(json(), 'data', 'id'), textAt(json(), 'data', 'status'))
    return { event: textAt(json(), 'event_type'), summary, messageId: textAt(json(), 'event_id') }
  },
}
