import { defineScheme } from '../define-scheme'
import { tokenScheme } from '../families/token'

/** The `secret_token` that was passed to setWebhook. Nothing is signed. */
export const telegram = defineScheme(
  {
    id: 'telegram',
    label: 'Telegram',
    kind: 'token',
    secretHint: 'The secret_token given to setWebhook',
    docs: 'https://core.telegram.org/bots/api#setwebhook',
    oracle: 'documentation',
    senders: ['telegram'],
  },
  tokenScheme({ header: 'X-Telegram-Bot-Api-Secret-Token' }),
)
