import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex. If the body is compressed, the compressed bytes are signed. */
export const nylas = defineScheme(
  {
    id: 'nylas',
    label: 'Nylas',
    secretHint: 'The webhook_secret of the destination',
    docs: 'https://developer.nylas.com/docs/v3/notifications/',
    oracle: 'documentation',
  },
  bodyHmac({ header: 'X-Nylas-Signature' }),
)
