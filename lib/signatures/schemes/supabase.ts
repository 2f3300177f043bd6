import { defineScheme } from '../define-scheme'
import { standardWebhooksScheme } from '../families/standard-webhooks'
import { decodedKey } from '../secret'

/** Standard Webhooks; the secret is shown as `v1,whsec_…`. */
export const supabase = defineScheme(
  {
    id: 'supabase',
    label: 'Supabase Auth hooks',
    secretHint: 'The secret of the hook, v1,whsec_…',
    toleranceSeconds: 300,
    docs: 'https://supabase.com/docs/guides/auth/auth-hooks',
    oracle: 'documentation',
    senders: ['supabase'],
  },
  standardWebhooksScheme({
    key: ({ secret, publicKey }) => decodedKey('base64', 'whsec_')({ secret: secret?.replace(/^v1,/, '') ?? null, publicKey }),
  }),
)
