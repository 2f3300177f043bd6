import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Base64. Webhooks created in a shop's admin use the shop's own secret instead of the app's client secret. */
export const shopify = defineScheme(
  {
    id: 'shopify',
    label: 'Shopify',
    secretHint: 'The client secret of the app; for webhooks created in the admin, the secret shown under Notifications',
    docs: 'https://shopify.dev/docs/apps/build/webhooks/verify-deliveries',
    oracle: 'vector: third party',
    senders: ['shopify'],
  },
  bodyHmac({ header: 'X-Shopify-Hmac-Sha256', encoding: 'base64' }),
)
