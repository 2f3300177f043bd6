import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex. The key is the webhook's secret, not the API's key secret. */
export const razorpay = defineScheme(
  {
    id: 'razorpay',
    label: 'Razorpay',
    secretHint: 'The secret that was set for the webhook, not the key secret',
    docs: 'https://razorpay.com/docs/webhooks/validate-test/',
    oracle: 'SDK: razorpay',
    senders: ['razorpay'],
  },
  bodyHmac({ header: 'X-Razorpay-Signature' }),
)
