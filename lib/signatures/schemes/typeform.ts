import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** `sha256=<base64>`: base64, although the prefix looks like that of GitHub. */
export const typeform = defineScheme(
  {
    id: 'typeform',
    label: 'Typeform',
    secretHint: 'The secret of the webhook (Connect, Webhooks)',
    docs: 'https://www.typeform.com/developers/webhooks/secure-your-webhooks/',
    oracle: 'documentation',
    senders: ['typeform'],
  },
  bodyHmac({ header: 'Typeform-Signature', prefix: 'sha256=', encoding: 'base64' }),
)
