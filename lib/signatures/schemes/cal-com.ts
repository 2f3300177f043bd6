import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex, without a prefix. */
export const calCom = defineScheme(
  {
    id: 'cal-com',
    label: 'Cal.com',
    secretHint: 'The secret of the webhook (Settings, Developer, Webhooks)',
    docs: 'https://cal.com/docs/developing/guides/automation/webhooks',
    oracle: 'documentation',
  },
  bodyHmac({ header: 'X-Cal-Signature-256' }),
)
