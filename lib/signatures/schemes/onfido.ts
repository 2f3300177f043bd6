import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex. */
export const onfido = defineScheme(
  {
    id: 'onfido',
    label: 'Onfido',
    secretHint: 'The token of the webhook',
    docs: 'https://documentation.onfido.com/api/latest/#verifying-webhook-signatures',
    oracle: 'vector: onfido-node tests',
  },
  bodyHmac({ header: 'X-SHA2-Signature' }),
)
