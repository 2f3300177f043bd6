import { defineScheme } from '../define-scheme'
import { standardWebhooksScheme } from '../families/standard-webhooks'

/** `v1a,<base64>`: Ed25519 over the same string. The private key `whsk_…` signs. */
export const standardWebhooksEd25519 = defineScheme(
  {
    id: 'standard-webhooks-ed25519',
    label: 'Standard Webhooks (Ed25519)',
    kind: 'asymmetric',
    secretHint: 'The public key, whpk_…; to sign, the private key, whsk_…',
    toleranceSeconds: 300,
    docs: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme',
    oracle: 'vector: svix-webhooks tests',
    senders: ['standard-webhooks'],
  },
  standardWebhooksScheme({ key: () => [] }),
)
