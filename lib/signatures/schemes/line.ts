import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Base64. */
export const line = defineScheme(
  {
    id: 'line',
    label: 'LINE',
    secretHint: 'The channel secret (Basic settings)',
    docs: 'https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/',
    oracle: 'vector: line-bot-sdk-nodejs tests',
    senders: ['line'],
  },
  bodyHmac({ header: 'x-line-signature', encoding: 'base64' }),
)
