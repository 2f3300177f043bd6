import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex. */
export const dropbox = defineScheme(
  {
    id: 'dropbox',
    label: 'Dropbox',
    secretHint: 'The app secret',
    docs: 'https://www.dropbox.com/developers/reference/webhooks',
    oracle: 'documentation',
    senders: ['dropbox'],
  },
  bodyHmac({ header: 'X-Dropbox-Signature' }),
)
