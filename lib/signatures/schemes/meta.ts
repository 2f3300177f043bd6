import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** `X-Hub-Signature-256: sha256=<hex>`. Characters beyond ASCII arrive escaped as \\uXXXX, and are signed like that. */
export const meta = defineScheme(
  {
    id: 'meta',
    label: 'Meta, WhatsApp, Messenger, Instagram',
    secretHint: 'The app secret (App settings, Basic), not an access token or the verify token',
    docs: 'https://developers.facebook.com/docs/graph-api/webhooks/getting-started',
    oracle: 'documentation',
    senders: ['meta'],
  },
  bodyHmac({ header: 'X-Hub-Signature-256', prefix: 'sha256=' }),
)
