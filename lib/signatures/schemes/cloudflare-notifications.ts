import { defineScheme } from '../define-scheme'
import { tokenScheme } from '../families/token'

/** The secret itself is sent; nothing is signed. */
export const cloudflareNotifications = defineScheme(
  {
    id: 'cloudflare-notifications',
    label: 'Cloudflare notifications',
    kind: 'token',
    secretHint: 'The secret of the webhook destination',
    docs: 'https://developers.cloudflare.com/notifications/get-started/configure-webhooks/',
    oracle: 'documentation',
  },
  tokenScheme({ header: 'cf-webhook-auth' }),
)
