import { defineScheme } from '../define-scheme'
import { basicAuthScheme } from '../families/basic-auth'

/** HTTP basic authentication: user and password come from the webhook's URL. Nothing is signed. */
export const chargebee = defineScheme(
  {
    id: 'chargebee',
    label: 'Chargebee',
    kind: 'token',
    secretHint: 'user:password, as in the URL of the webhook',
    docs: 'https://www.chargebee.com/docs/2.0/webhook_settings.html#basic-authentication',
    oracle: 'documentation',
  },
  basicAuthScheme(),
)
