import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://developer.calendly.com/api-docs/c1ddc06ce1f1b-webhook-payload */
export const calendly: KnownSender = {
  id: 'calendly',
  label: 'Calendly',
  recognise({ header, json }) {
    if (header('calendly-webhook-signature') === null) return null
    return {
      event: textAt(json(), 'event'),
      summary: joined(', ', textAt(json(), 'payload', 'name'), textAt(json(), 'payload', 'scheduled_event', 'name')),
      messageId: joined('.', textAt(json(), 'event'), textAt(json(), 'payload', 'uri')),
    }
  },
}
