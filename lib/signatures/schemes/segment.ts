import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex, HMAC-SHA1. */
export const segment = defineScheme(
  {
    id: 'segment',
    label: 'Segment',
    secretHint: 'The shared secret in the settings of the webhook destination',
    docs: 'https://segment.com/docs/connections/destinations/catalog/webhooks/',
    oracle: 'documentation',
  },
  bodyHmac({ header: 'X-Signature', hash: 'sha1' }),
)
