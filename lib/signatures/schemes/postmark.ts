import { defineScheme } from '../define-scheme'
import { basicAuthScheme } from '../families/basic-auth'

/** HTTP basic authentication: user and password come from the webhook's URL. Nothing is signed. */
export const postmark = defineScheme(
  {
    id: 'postmark',
    label: 'Postmark',
    kind: 'token',
    secretHint: 'user:password, as in the URL of the webhook',
    docs: 'https://postmarkapp.com/developer/webhooks/webhooks-overview#protecting-your-webhook',
    oracle: 'documentation',
    senders: ['postmark'],
  },
  basicAuthScheme(),
)
