import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex. */
export const coinbaseCommerce = defineScheme(
  {
    id: 'coinbase-commerce',
    label: 'Coinbase Commerce',
    secretHint: 'The webhook shared secret (Settings, Notifications)',
    docs: 'https://docs.cdp.coinbase.com/commerce/webhooks',
    oracle: 'vector: coinbase-commerce-node tests',
  },
  bodyHmac({ header: 'X-CC-Webhook-Signature' }),
)
