import { defineScheme } from '../define-scheme'
import { standardWebhooksScheme } from '../families/standard-webhooks'

/** `webhook-id`, `webhook-timestamp`, `webhook-signature`. Accepts a secret `whsec_…` or a public key `whpk_…`. */
export const standardWebhooks = defineScheme(
  {
    id: 'standard-webhooks',
    label: 'Standard Webhooks',
    secretHint: 'The secret of the endpoint, whsec_ and base64; or its public key, whpk_…',
    toleranceSeconds: 300,
    docs: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
    oracle: 'SDK: standardwebhooks',
    senders: ['standard-webhooks'],
  },
  standardWebhooksScheme(),
)
