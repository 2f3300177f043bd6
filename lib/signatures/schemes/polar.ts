import { defineScheme } from '../define-scheme'
import { standardWebhooksScheme } from '../families/standard-webhooks'
import { decodedKey, textKey } from '../secret'

/**
 * Standard Webhooks. Polar uses a secret created before 8 September 2026 as text, prefix included, and decodes later ones from base64. Both
 * are tried.
 */
export const polar = defineScheme(
  {
    id: 'polar',
    label: 'Polar',
    secretHint: 'The secret of the webhook endpoint',
    toleranceSeconds: 300,
    docs: 'https://polar.sh/docs/integrate/webhooks/delivery',
    oracle: 'SDK: @polar-sh/sdk',
  },
  standardWebhooksScheme({
    key: (material) => [
      ...textKey(material),
      ...decodedKey('base64', 'polar_whs_')(material),
      ...decodedKey('base64', 'whsec_')(material),
    ],
  }),
)
