import { joined, textAt } from './json-path'
import type { Provider } from './provider'

/** https://woocommerce.com/document/webhooks/ */
export const woocommerce: Provider = {
  id: 'woocommerce',
  label: 'WooCommerce',
  recognise({ header, json }) {
    const event = header('x-wc-webhook-topic')
    if (event === null) return null
    const summary = joined(', ', header('x-wc-webhook-source'), textAt(json(), 'id'))
    return { event, summary, messageId: header('x-wc-webhook-delivery-id') }
  },
}
