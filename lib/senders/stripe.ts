import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** All attempts of a message have the same event id. https://docs.stripe.com/webhooks and https://docs.stripe.com/api/events/object */
export const stripe: KnownSender = {
  id: 'stripe',
  label: 'Stripe',
  recognise({ header, json }) {
    const id = textAt(json(), 'id')
    const isEvent = /^(?:v2\.core\.)?event$/.test(textAt(json(), 'object') ?? '') && /^evt_/.test(id ?? '')
    if (header('stripe-signature') === null && !isEvent) return null
    const about = textAt(json(), 'data', 'object', 'id') ?? textAt(json(), 'related_object', 'id')
    return {
      event: textAt(json(), 'type'),
      summary: joined(' ', textAt(json(), 'data', 'object', 'object'), about),
      messageId: id,
    }
  },
}
