import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex. */
export const coinify = defineScheme(
  {
    id: 'coinify',
    label: 'Coinify',
    secretHint: 'The shared secret of the webhook',
    docs: 'https://coinify-trade-api.readme.io/docs/webhook-signature',
    oracle: 'vector: Coinify documentation',
  },
  bodyHmac({ header: 'x-coinify-webhook-signature' }),
)
