import { joined, textAt, valueAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide */
export const hubspot: KnownSender = {
  id: 'hubspot',
  label: 'HubSpot',
  recognise({ header, json }) {
    const signed = header('x-hubspot-signature') !== null || header('x-hubspot-signature-v3') !== null
    const first = valueAt(json(), 0)
    if (!signed && textAt(first, 'subscriptionType') === null) return null
    return {
      event: textAt(first, 'subscriptionType'),
      summary: joined(' ', textAt(first, 'objectId'), textAt(first, 'propertyName'), textAt(first, 'propertyValue')),
      messageId: textAt(first, 'eventId'),
    }
  },
}
