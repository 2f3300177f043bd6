import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** `sha256=<hex>`. The key is the token that was posted when the subscription was created. */
export const notion = defineScheme(
  {
    id: 'notion',
    label: 'Notion',
    secretHint: 'The verification_token that Notion posted when the subscription was created',
    docs: 'https://developers.notion.com/reference/webhooks',
    oracle: 'SDK: @notionhq/client',
    senders: ['notion'],
  },
  bodyHmac({ header: 'X-Notion-Signature', prefix: 'sha256=' }),
)
