import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://plaid.com/docs/api/webhooks/ */
export const plaid: KnownSender = {
  id: 'plaid',
  label: 'Plaid',
  recognise({ header, json }) {
    if (header('plaid-verification') === null) return null
    return {
      event: joined('.', textAt(json(), 'webhook_type'), textAt(json(), 'webhook_code')),
      summary: textAt(json(), 'item_id'),
    }
  },
}
