import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex. */
export const gocardless = defineScheme(
  {
    id: 'gocardless',
    label: 'GoCardless',
    secretHint: 'The secret of the webhook endpoint (Developers)',
    docs: 'https://developer.gocardless.com/getting-started/staying-up-to-date-with-webhooks',
    oracle: 'SDK: gocardless-nodejs',
    senders: ['gocardless'],
  },
  bodyHmac({ header: 'Webhook-Signature' }),
)
