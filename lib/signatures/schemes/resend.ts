import { defineScheme } from '../define-scheme'
import { standardWebhooksScheme } from '../families/standard-webhooks'

/** Sent through Svix. */
export const resend = defineScheme(
  {
    id: 'resend',
    label: 'Resend',
    secretHint: 'The signing secret of this webhook, whsec_…',
    toleranceSeconds: 300,
    docs: 'https://resend.com/docs/dashboard/webhooks/verify-webhooks-requests',
    oracle: 'SDK: svix',
    senders: ['resend'],
  },
  standardWebhooksScheme({ prefixes: ['svix', 'webhook'] }),
)
