import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'

/** Base64 over the notification URL and the body. The older `x-square-signature` is HMAC-SHA1 over the same string. */
export const square = defineScheme(
  {
    id: 'square',
    label: 'Square',
    secretHint: 'The signature key of the webhook subscription',
    docs: 'https://developer.squareup.com/docs/webhooks/step3validate',
    oracle: 'vector: square-nodejs-sdk tests',
    senders: ['square'],
  },
  hmacScheme({
    headers: [
      { name: 'x-square-hmacsha256-signature', encoding: 'base64' },
      { name: 'x-square-signature', encoding: 'base64', hash: 'sha1' },
    ],
    signed: '{url}{body}',
  }),
)
