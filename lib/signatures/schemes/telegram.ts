import { defineScheme } from '../define-scheme'
import { tokenScheme } from '../families/token'

/** The value given to setWebhook: nothing is signed. */
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
