import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://shopify.dev/docs/apps/build/webhooks/subscribe/https */
export const shopify: KnownSender = {
  id: 'shopify',
  label: 'Shopify',
  recognise({ header, json }) {
    const event = header('x-shopify-topic')
    if (event === null) return null
    const about = textAt(json(), 'name') ?? textAt(json(), 'title') ?? textAt(json(), 'id')
    return { event, summary: joined(', ', header('x-shopify-shop-domain'), about), messageId: header('x-shopify-webhook-id') }
  },
}
