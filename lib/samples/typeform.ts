import { jsonRequest, type SampleProvider } from './sample'

/** https://www.typeform.com/developers/webhooks/example-payload/ */
export const typeform: SampleProvider = {
  sender: 'typeform',
  schemes: ['typeform'],
  events: {
    form_response: (fresh) => {
      const [plant, often] = [
        { id: fresh.text(12), ref: fresh.uuid(), type: 'short_text', title: 'Which plant do you have?' },
        { id: fresh.text(12), ref: fresh.uuid(), type: 'number', title: 'How often a week do you water it?' },
      ]
      return jsonRequest(
        { 'User-Agent': 'Typeform Webhooks', Accept: '*/*' },
        {
          event_id: `01${fresh.text(24).toUpperCase()}`,
          event_type: 'form_response',
          form_response: {
            form_id: fresh.text(8),
            token: fresh.text(32).toLowerCase(),
            landed_at: fresh.iso(-95),
            submitted_at: fresh.iso(),
            definition: { title: 'How are your ferns?', fields: [plant, often] },
            answers: [
              { type: 'text', text: 'A maidenhair fern, 2 years old', field: plant },
              { type: 'number', number: 3, field: often },
            ],
          },
        },
      )
    },
  },
}
