import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'

/** Hex over `v0:timestamp:body`. */
export const customerIo = defineScheme(
  {
    id: 'customer-io',
    label: 'Customer.io',
    secretHint: 'The webhook signing key (Data & Integrations, Reporting webhooks)',
    docs: 'https://docs.customer.io/journeys/webhooks/',
    oracle: 'documentation',
  },
  hmacScheme({
    headers: [{ name: 'X-CIO-Signature' }],
    signed: 'v0:{timestamp}:{body}',
    timestamp: { header: 'X-CIO-Timestamp', unit: 's' },
  }),
)
