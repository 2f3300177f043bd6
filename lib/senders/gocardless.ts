import { joined, textAt, valueAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://developer.gocardless.com/api-reference/#webhooks-overview */
export const gocardless: KnownSender = {
  id: 'gocardless',
  label: 'GoCardless',
  recognise({ header, json }) {
    const first = valueAt(json(), 'events', 0)
    if (header('webhook-signature') === null || !/^EV/.test(textAt(first, 'id') ?? '')) return null
    return {
      event: joined('.', textAt(first, 'resource_type'), textAt(first, 'action')),
      summary: textAt(first, 'details', 'description'),
      messageId: textAt(json(), 'meta', 'webhook_id') ?? textAt(first, 'id'),
    }
  },
}
