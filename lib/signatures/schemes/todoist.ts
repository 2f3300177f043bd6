import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Base64. */
export const todoist = defineScheme(
  {
    id: 'todoist',
    label: 'Todoist',
    secretHint: 'The client secret of the app',
    docs: 'https://developer.todoist.com/api/v1/#tag/Webhooks',
    oracle: 'documentation',
  },
  bodyHmac({ header: 'X-Todoist-Hmac-SHA256', encoding: 'base64' }),
)
