import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import { fields } from '../header-format'

/** `t=<seconds>,v1=<hex>`. */
export const calendly = defineScheme(
  {
    id: 'calendly',
    label: 'Calendly',
    secretHint: 'The signing key of the webhook subscription',
    toleranceSeconds: 180,
    docs: 'https://developer.calendly.com/api-docs/4c305798a61d3-webhook-signatures',
    oracle: 'documentation',
    senders: ['calendly'],
  },
  hmacScheme({
    headers: [{ name: 'Calendly-Webhook-Signature', format: fields({ time: 't', signature: 'v1' }) }],
    signed: '{timestamp}.{body}',
    timestamp: { unit: 's', future: false },
  }),
)
