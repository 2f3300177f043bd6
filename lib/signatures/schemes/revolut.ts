import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import { prefixed } from '../header-format'

/** `v1=<hex>[,v1=<hex>]` over `v1.timestamp.body`, the timestamp in milliseconds. */
export const revolut = defineScheme(
  {
    id: 'revolut',
    label: 'Revolut',
    secretHint: 'The signing secret of the webhook, wsk_…',
    toleranceSeconds: 300,
    docs: 'https://developer.revolut.com/docs/guides/manage-accounts/webhooks/verify-the-payload-signature',
    oracle: 'vector: Revolut documentation',
  },
  hmacScheme({
    headers: [{ name: 'Revolut-Signature', format: prefixed('v1=') }],
    signed: 'v1.{timestamp}.{body}',
    timestamp: { header: 'Revolut-Request-Timestamp', unit: 'ms' },
  }),
)
