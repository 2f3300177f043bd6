import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex. */
export const clickup = defineScheme(
  {
    id: 'clickup',
    label: 'ClickUp',
    secretHint: 'The secret that was returned when the webhook was created',
    docs: 'https://developer.clickup.com/docs/webhooksignature',
    oracle: 'documentation',
    senders: ['clickup'],
  },
  bodyHmac({ header: 'X-Signature' }),
)
