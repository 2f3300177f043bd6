import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://developers.intercom.com/docs/webhooks/webhook-notifications */
export const intercom: KnownSender = {
  id: 'intercom',
  label: 'Intercom',
  recognise({ json }) {
    if (textAt(json(), 'type') !== 'notification_event' || textAt(json(), 'topic') === null) return null
    const summary = joined(' ', textAt(json(), 'data', 'item', 'type'), textAt(json(), 'data', 'item', 'id'))
    return { event: textAt(json(), 'topic'), summary, messageId: textAt(json(), 'id') }
  },
}
