import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex, without a prefix. */
export const gogs = defineScheme(
  {
    id: 'gogs',
    label: 'Gogs',
    secretHint: 'The secret of the webhook (Settings, Webhooks)',
    docs: 'https://gogs.io/docs/features/webhook',
    oracle: 'documentation',
    senders: ['gogs'],
  },
  bodyHmac({ header: 'X-Gogs-Signature' }),
)
