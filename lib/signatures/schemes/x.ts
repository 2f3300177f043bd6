import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** `sha256=<base64>`: base64, although the prefix looks like that of GitHub. */
export const x = defineScheme(
  {
    id: 'x',
    label: 'X (Twitter)',
    secretHint: 'The consumer secret (API key secret) of the app',
    docs: 'https://docs.x.com/x-api/webhooks/introduction',
    oracle: 'documentation',
  },
  bodyHmac({ header: 'x-twitter-webhooks-signature', prefix: 'sha256=', encoding: 'base64' }),
)
