import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** `sha256 <hex>`, with a space. */
export const greenhouse = defineScheme(
  {
    id: 'greenhouse',
    label: 'Greenhouse',
    secretHint: 'The secret key of the webhook',
    docs: 'https://developers.greenhouse.io/webhooks.html#authentication',
    oracle: 'vector: third party',
  },
  bodyHmac({ header: 'Signature', prefix: 'sha256 ' }),
)
