import { textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://developer.paypal.com/api/rest/webhooks/rest/ */
export const paypal: KnownSender = {
  id: 'paypal',
  label: 'PayPal',
  recognise({ header, json }) {
    const id = textAt(json(), 'id')
    const isEvent = /^WH-/.test(id ?? '') && textAt(json(), 'event_type') !== null
    if (header('paypal-transmission-id') === null && !isEvent) return null
    return { event: textAt(json(), 'event_type'), summary: textAt(json(), 'summary'), messageId: id }
  },
}
