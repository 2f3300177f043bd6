import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import { fields } from '../header-format'

/** `t=<milliseconds>,v1=<base64url without padding>`. */
export const sanity = defineScheme(
  {
    id: 'sanity',
    label: 'Sanity',
    secretHint: 'The secret of the webhook (API, Webhooks)',
    docs: 'https://www.sanity.io/docs/content-lake/webhooks',
    oracle: 'SDK: @sanity/webhook',
    senders: ['sanity'],
  },
  hmacScheme({
    headers: [{ name: 'sanity-webhook-signature', format: fields({ time: 't', signature: 'v1' }), encoding: 'base64url' }],
    signed: '{timestamp}.{body}',
    timestamp: { unit: 'ms' },
  }),
)
