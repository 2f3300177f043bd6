import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://docs.lemonsqueezy.com/help/webhooks/webhook-requests */
export const lemonSqueezy: KnownSender = {
  id: 'lemon-squeezy',
  label: 'Lemon Squeezy',
  recognise({ header, json }) {
    const event = header('x-event-name')
    if (event === null || header('x-signature') === null) return null
    return { event, summary: joined(' ', textAt(json(), 'data', 'type'), textAt(json(), 'data', 'id')) }
  },
}
