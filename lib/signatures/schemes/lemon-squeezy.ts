import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex. */
export const lemonSqueezy = defineScheme(
  {
    id: 'lemon-squeezy',
    label: 'Lemon Squeezy',
    secretHint: 'The signing secret of the webhook (Settings, Webhooks)',
    docs: 'https://docs.lemonsqueezy.com/help/webhooks/signing-requests',
    oracle: 'documentation',
    senders: ['lemon-squeezy'],
  },
  bodyHmac({ header: 'X-Signature' }),
)
