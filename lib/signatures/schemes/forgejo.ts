import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex, without a prefix. GitHub's headers are sent too. */
export const forgejo = defineScheme(
  {
    id: 'forgejo',
    label: 'Forgejo',
    secretHint: 'The secret of the webhook (Settings, Webhooks)',
    docs: 'https://forgejo.org/docs/latest/user/webhooks/',
    oracle: 'documentation',
    senders: ['forgejo'],
  },
  bodyHmac({ header: 'X-Forgejo-Signature' }),
)
