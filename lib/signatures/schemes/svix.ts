import { defineScheme } from '../define-scheme'
import { standardWebhooksScheme } from '../families/standard-webhooks'

/** Standard Webhooks with the older names `svix-id`, `svix-timestamp`, `svix-signature`. */
export const svix = defineScheme(
  {
    id: 'svix',
    label: 'Svix',
    secretHint: 'The signing secret of this endpoint, whsec_…',
    toleranceSeconds: 300,
    docs: 'https://docs.svix.com/receiving/verifying-payloads/how',
    oracle: 'SDK: svix',
    senders: ['svix'],
  },
  standardWebhooksScheme({ prefixes: ['svix', 'webhook'] }),
)
