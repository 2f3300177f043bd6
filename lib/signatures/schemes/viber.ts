import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex. Bodies contain 64-bit integers, which JSON.parse rounds. */
export const viber = defineScheme(
  {
    id: 'viber',
    label: 'Viber',
    secretHint: 'The authentication token of the bot',
    docs: 'https://developers.viber.com/docs/api/rest-bot-api/#callbacks',
    oracle: 'vector: viber-bot-node tests',
  },
  bodyHmac({ header: 'X-Viber-Content-Signature' }),
)
