import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'

/** Base64 over timestamp (in milliseconds) and body, with nothing between them. */
export const cashfree = defineScheme(
  {
    id: 'cashfree',
    label: 'Cashfree',
    secretHint: 'The client secret (secret key) of the payment gateway',
    toleranceSeconds: 300,
    docs: 'https://www.cashfree.com/docs/payments/online/webhooks/signature-verification',
    oracle: 'documentation',
  },
  hmacScheme({
    headers: [{ name: 'x-webhook-signature', encoding: 'base64' }],
    signed: '{timestamp}{body}',
    timestamp: { header: 'x-webhook-timestamp', unit: 'ms' },
  }),
)
