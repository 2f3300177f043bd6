import { jsonRequest, type SampleProvider, type SampleRequest } from './sample'
import type { SampleValues } from './sample-values'

/** https://developers.intercom.com/docs/webhooks/webhook-notifications */
export const intercom: SampleProvider = {
  sender: 'intercom',
  schemes: ['intercom'],
  events: {
    'conversation.user.created': (fresh) =>
      event(fresh, 'conversation.user.created', {
        type: 'conversation',
        id: fresh.digits(15),
        created_at: fresh.seconds,
        updated_at: fresh.seconds,
        source: {
          type: 'conversation',
          id: fresh.digits(10),
          subject: '',
          body: '<p>Is the maidenhair fern back in stock?</p>',
          author: { type: 'user', name: 'Tomás Ruiz', email: 'tomas@fern-and-field.example' },
        },
        state: 'open',
        read: false,
      }),
    'contact.created': (fresh) =>
      event(fresh, 'contact.created', {
        type: 'contact',
        id: fresh.hex(24),
        role: 'user',
        email: 'tomas@fern-and-field.example',
        name: 'Tomás Ruiz',
        created_at: fresh.iso(),
      }),
  },
}

function event({ seconds, uuid, text }: SampleValues, topic: string, item: object): SampleRequest {
  return jsonRequest(
    { 'User-Agent': 'intercom-webhook-subscription/1.0', Accept: '*/*', 'Intercom-Webhooks-Version': '2.14' },
    {
      type: 'notification_event',
      app_id: text(8).toLowerCase(),
      data: { type: 'notification_event_data', item },
      links: {},
      id: `notif_${uuid()}`,
      topic,
      delivery_status: 'pending',
      delivery_attempts: 1,
      delivered_at: 0,
      first_sent_at: seconds,
      created_at: seconds,
      self: null,
    },
  )
}
