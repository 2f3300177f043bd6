import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import { fields } from '../header-format'

/** `time=<seconds>,sig1=<hex>`. */
export const cloudflareStream = defineScheme(
  {
    id: 'cloudflare-stream',
    label: 'Cloudflare Stream',
    secretHint: 'The secret that was returned when the webhook was set',
    docs: 'https://developers.cloudflare.com/stream/manage-video-library/using-webhooks/',
    oracle: 'documentation',
  },
  hmacScheme({
    headers: [{ name: 'Webhook-Signature', format: fields({ time: 'time', signature: 'sig1' }) }],
    signed: '{timestamp}.{body}',
    timestamp: { unit: 's' },
  }),
)
