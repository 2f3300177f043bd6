import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import { prefixed } from '../header-format'

/** `v0=<hex>` over `v0:timestamp:body`. */
export const zoom = defineScheme(
  {
    id: 'zoom',
    label: 'Zoom',
    secretHint: 'The secret token of the app (Feature, Access)',
    toleranceSeconds: 300,
    docs: 'https://developers.zoom.us/docs/api/webhooks/#verify-webhook-events',
    oracle: 'documentation',
    senders: ['zoom'],
  },
  hmacScheme({
    headers: [{ name: 'x-zm-signature', format: prefixed('v0=') }],
    signed: 'v0:{timestamp}:{body}',
    timestamp: { header: 'x-zm-request-timestamp', unit: 's' },
  }),
)
