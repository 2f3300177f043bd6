import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import { fields } from '../header-format'

/** `t=<seconds>,v1=<hex>`. */
export const mux = defineScheme(
  {
    id: 'mux',
    label: 'Mux',
    secretHint: 'The signing secret of the webhook (Settings, Webhooks)',
    toleranceSeconds: 300,
    docs: 'https://www.mux.com/docs/core/verify-webhook-signatures',
    oracle: 'vector: mux-node-sdk tests',
  },
  hmacScheme({
    headers: [{ name: 'Mux-Signature', format: fields({ time: 't', signature: 'v1' }) }],
    signed: '{timestamp}.{body}',
    timestamp: { unit: 's', future: false },
  }),
)
