import { joined, textAt, valueAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event */
export const sendgrid: KnownSender = {
  id: 'sendgrid',
  label: 'SendGrid',
  recognise({ header, json }) {
    const id = textAt(json(), 0, 'sg_event_id')
    if (header('x-twilio-email-event-webhook-signature') === null && id === null) return null
    const count = Number(valueAt(json(), 'length') ?? 0)
    return {
      event: textAt(json(), 0, 'event'),
      summary: joined(', ', textAt(json(), 0, 'email'), count > 1 ? `and ${count - 1} more events` : null),
      messageId: id,
    }
  },
}
