import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import { prefixed } from '../header-format'

/** `X-Hub-Signature-256: sha256=<hex>`, and the older `X-Hub-Signature: sha1=<hex>`. Without a secret, GitHub sends neither. */
export const github = defineScheme(
  {
    id: 'github',
    label: 'GitHub',
    secretHint: 'The secret of the webhook (Settings, Webhooks)',
    docs: 'https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries',
    oracle: 'vector: GitHub documentation',
    senders: ['github'],
  },
  hmacScheme({
    headers: [
      { name: 'X-Hub-Signature-256', format: prefixed('sha256=') },
      { name: 'X-Hub-Signature', format: prefixed('sha1='), hash: 'sha1' },
    ],
    signed: '{body}',
  }),
)
