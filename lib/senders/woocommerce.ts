import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://woocommerce.com/document/webhooks/ */
export const woocommerce: KnownSender = {
  id: 'woocommerce',
  label: 'WooCommerce',
  recognise({ header, json }) {
    const event = header('x-wc-webhook-topic')
    if (event === null) return null
    const summary = joined(', ', header('x-wc-webhook-source'), textAt(json(), 'id'))
    return { event, summary, messageId: header('x-wc-webhook-delivery-id') }
  },
}
