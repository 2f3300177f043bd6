import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex. The signing key starts with `whsec_` and is text. */
export const alchemy = defineScheme(
  {
    id: 'alchemy',
    label: 'Alchemy',
    secretHint: 'The signing key of the webhook, whsec_…, used as text',
    docs: 'https://www.alchemy.com/docs/reference/notify-api-quickstart',
    oracle: 'documentation',
  },
  bodyHmac({ header: 'X-Alchemy-Signature' }),
)
