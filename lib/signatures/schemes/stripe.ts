import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import { fields } from '../header-format'

/** `t=<seconds>,v1=<hex>`, several `v1` while a secret is rotated. The secret is used as text with its prefix, not decoded. */
export const stripe = defineScheme(
  {
    id: 'stripe',
    label: 'Stripe',
    secretHint: 'The signing secret of this endpoint, whsec_…; test mode, live mode and the CLI each have their own',
    toleranceSeconds: 300,
    docs: 'https://docs.stripe.com/webhooks#verify-manually',
    oracle: 'SDK: stripe',
    senders: ['stripe'],
  },
  hmacScheme({
    headers: [{ name: 'Stripe-Signature', format: fields({ time: 't', signature: 'v1' }) }],
    signed: '{timestamp}.{body}',
    timestamp: { unit: 's', future: false },
  }),
)
