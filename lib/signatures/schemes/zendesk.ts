import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'

/** Base64 over timestamp and body, with nothing between. The timestamp is ISO 8601. */
export const zendesk = defineScheme(
  {
    id: 'zendesk',
    label: 'Zendesk',
    secretHint: 'The signing secret of the webhook (Reveal secret)',
    docs: 'https://developer.zendesk.com/documentation/webhooks/verifying/',
    oracle: 'documentation',
    senders: ['zendesk'],
  },
  hmacScheme({
    headers: [{ name: 'X-Zendesk-Webhook-Signature', encoding: 'base64' }],
    signed: '{timestamp}{body}',
    timestamp: { header: 'X-Zendesk-Webhook-Signature-Timestamp', unit: 'iso' },
  }),
)
