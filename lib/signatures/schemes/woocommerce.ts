import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Base64. The first ping is a form, `webhook_id=…`. */
export const woocommerce = defineScheme(
  {
    id: 'woocommerce',
    label: 'WooCommerce',
    secretHint: 'The secret of the webhook (WooCommerce, Settings, Advanced, Webhooks)',
    docs: 'https://developer.woocommerce.com/docs/best-practices/urls-and-routing/webhooks/',
    oracle: 'documentation',
    senders: ['woocommerce'],
  },
  bodyHmac({ header: 'X-WC-Webhook-Signature', encoding: 'base64' }),
)
