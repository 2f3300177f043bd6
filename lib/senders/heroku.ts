import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://devcenter.heroku.com/articles/app-webhooks */
export const heroku: KnownSender = {
  id: 'heroku',
  label: 'Heroku',
  recognise({ header, json }) {
    if (header('heroku-webhook-hmac-sha256') === null && textAt(json(), 'webhook_metadata', 'event', 'include') === null)
      return null
    return {
      event: joined('.', textAt(json(), 'resource'), textAt(json(), 'action')),
      summary: textAt(json(), 'data', 'app', 'name') ?? textAt(json(), 'data', 'name'),
      messageId: textAt(json(), 'webhook_metadata', 'event', 'id') ?? textAt(json(), 'id'),
    }
  },
}
