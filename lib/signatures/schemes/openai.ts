import { defineScheme } from '../define-scheme'
import { standardWebhooksScheme } from '../families/standard-webhooks'
import { decodedKey, textKey } from '../secret'

/** Standard Webhooks. A secret without the prefix is used as text. */
export const openai = defineScheme(
  {
    id: 'openai',
    label: 'OpenAI',
    secretHint: 'The signing secret of the webhook, whsec_…',
    toleranceSeconds: 300,
    docs: 'https://platform.openai.com/docs/guides/webhooks',
    oracle: 'vector: openai-node tests',
  },
  standardWebhooksScheme({
    key: (material) => (material.secret?.startsWith('whsec_') ? decodedKey('base64', 'whsec_')(material) : textKey(material)),
  }),
)
