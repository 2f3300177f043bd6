import { defineScheme } from '../define-scheme'
import { urlFormScheme } from '../families/url-form'

/** Base64, HMAC-SHA1 over the URL as it was entered and the sorted form fields. */
export const mandrill = defineScheme(
  {
    id: 'mandrill',
    label: 'Mandrill (Mailchimp Transactional)',
    secretHint: 'The key of the webhook (Settings, Webhooks)',
    docs: 'https://mailchimp.com/developer/transactional/guides/track-respond-activity-webhooks/#authenticating-webhook-requests',
    oracle: 'documentation',
  },
  urlFormScheme({ header: 'X-Mandrill-Signature' }),
)
