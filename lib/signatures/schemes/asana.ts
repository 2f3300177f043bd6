import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex. Asana sends the secret once, in `X-Hook-Secret` of the first request. */
export const asana = defineScheme(
  {
    id: 'asana',
    label: 'Asana',
    secretHint: 'The value of X-Hook-Secret from the first request of this webhook',
    docs: 'https://developers.asana.com/docs/webhooks-guide',
    oracle: 'documentation',
    senders: ['asana'],
  },
  bodyHmac({ header: 'X-Hook-Signature' }),
)
