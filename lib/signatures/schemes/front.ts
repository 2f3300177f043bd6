import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'

/** Base64 over `timestamp:body`, the timestamp in milliseconds. */
export const front = defineScheme(
  {
    id: 'front',
    label: 'Front',
    secretHint: 'The signing key of the app',
    docs: 'https://dev.frontapp.com/docs/application-webhooks',
    oracle: 'documentation',
  },
  hmacScheme({
    headers: [{ name: 'X-Front-Signature', encoding: 'base64' }],
    signed: '{timestamp}:{body}',
    timestamp: { header: 'X-Front-Request-Timestamp', unit: 'ms' },
  }),
)
