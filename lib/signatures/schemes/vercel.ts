import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex, HMAC-SHA1. */
export const vercel = defineScheme(
  {
    id: 'vercel',
    label: 'Vercel',
    secretHint: 'The secret shown when the webhook was created; for integrations, the client secret',
    docs: 'https://vercel.com/docs/webhooks/webhooks-api#securing-webhooks',
    oracle: 'documentation',
    senders: ['vercel'],
  },
  bodyHmac({ header: 'x-vercel-signature', hash: 'sha1' }),
)
