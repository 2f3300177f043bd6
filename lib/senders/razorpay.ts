import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://razorpay.com/docs/webhooks/ */
export const razorpay: KnownSender = {
  id: 'razorpay',
  label: 'Razorpay',
  recognise({ header, json }) {
    if (header('x-razorpay-signature') === null) return null
    const summary = joined(' ', textAt(json(), 'payload', 'payment', 'entity', 'id'), textAt(json(), 'account_id'))
    return { event: textAt(json(), 'event'), summary, messageId: header('x-razorpay-event-id') }
  },
}
