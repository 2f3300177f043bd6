import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import { timeFirst } from '../header-format'

/** `<milliseconds>,<hex>[,<hex>]`; only JSON webhooks are signed. */
export const recurly = defineScheme(
  {
    id: 'recurly',
    label: 'Recurly',
    secretHint: 'The secret key of the webhook endpoint',
    toleranceSeconds: 300,
    docs: 'https://docs.recurly.com/v1.3/docs/signature-verification',
    oracle: 'documentation',
  },
  hmacScheme({
    headers: [{ name: 'recurly-signature', format: timeFirst }],
    signed: '{timestamp}.{body}',
    timestamp: { unit: 'ms' },
  }),
)
