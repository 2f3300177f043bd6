import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Base64. */
export const heroku = defineScheme(
  {
    id: 'heroku',
    label: 'Heroku',
    secretHint: 'The secret given or shown when the webhook was created',
    docs: 'https://devcenter.heroku.com/articles/app-webhooks',
    oracle: 'documentation',
    senders: ['heroku'],
  },
  bodyHmac({ header: 'Heroku-Webhook-Hmac-SHA256', encoding: 'base64' }),
)
