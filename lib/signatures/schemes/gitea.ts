import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex, without a prefix. GitHub's headers are sent too. */
export const gitea = defineScheme(
  {
    id: 'gitea',
    label: 'Gitea',
    secretHint: 'The secret of the webhook (Settings, Webhooks)',
    docs: 'https://docs.gitea.com/usage/repository/webhooks',
    oracle: 'documentation',
    senders: ['gitea'],
  },
  bodyHmac({ header: 'X-Gitea-Signature' }),
)
