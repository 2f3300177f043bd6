import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Base64. To test a receiver, Xero sends requests with wrong signatures on purpose (intent to receive). */
export const xero = defineScheme(
  {
    id: 'xero',
    label: 'Xero',
    secretHint: 'The webhooks key of the app; it looks like base64, but is used as text',
    docs: 'https://developer.xero.com/documentation/guides/webhooks/configuring-your-server/',
    oracle: 'documentation',
  },
  bodyHmac({ header: 'x-xero-signature', encoding: 'base64' }),
)
