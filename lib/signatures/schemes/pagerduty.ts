import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** `v1=<hex>,v1=<hex>`, several while a secret is rotated. The secret looks like base64 and is text. */
export const pagerduty = defineScheme(
  {
    id: 'pagerduty',
    label: 'PagerDuty',
    secretHint: 'The secret of the webhook subscription, shown only once; it looks like base64, but is used as text',
    docs: 'https://developer.pagerduty.com/docs/webhooks/webhook-signatures/',
    oracle: 'vector: go-pagerduty tests',
    senders: ['pagerduty'],
  },
  bodyHmac({ header: 'X-PagerDuty-Signature', prefix: 'v1=' }),
)
