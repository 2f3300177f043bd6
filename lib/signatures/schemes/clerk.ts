import { defineScheme } from '../define-scheme'
import { standardWebhooksScheme } from '../families/standard-webhooks'

/** Sent through Svix. */
export const clerk = defineScheme(
  {
    id: 'clerk',
    label: 'Clerk',
    secretHint: 'The signing secret of this endpoint, whsec_… (Webhooks)',
    toleranceSeconds: 300,
    docs: 'https://clerk.com/docs/guides/development/webhooks/overview',
    oracle: 'SDK: svix',
    senders: ['clerk'],
  },
  standardWebhooksScheme({ prefixes: ['svix', 'webhook'] }),
)
