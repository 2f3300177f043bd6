import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Base64. */
export const intuit = defineScheme(
  {
    id: 'intuit',
    label: 'QuickBooks (Intuit)',
    secretHint: 'The verifier token of the app (Webhooks)',
    docs: 'https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks',
    oracle: 'documentation',
  },
  bodyHmac({ header: 'intuit-signature', encoding: 'base64' }),
)
