import { jsonRequest, type SampleProvider, type SampleRequest } from './sample'
import type { SampleValues } from './sample-values'

/** https://developer.calendly.com/api-docs/c1ddc06ce1f1b-webhook-payload */
export const calendly: SampleProvider = {
  sender: 'calendly',
  schemes: ['calendly'],
  events: {
    'invitee.created': (fresh) => event(fresh, 'invitee.created', { status: 'active', rescheduled: false, cancellation: null }),
    'invitee.canceled': (fresh) =>
      event(fresh, 'invitee.canceled', {
        status: 'canceled',
        rescheduled: false,
        cancellation: { canceled_by: 'Tomás Ruiz', reason: 'The ferns are fine again', canceler_type: 'invitee' },
      }),
  },
}

const API = 'https://api.calendly.com'

function event({ iso, uuid }: SampleValues, name: string, what: object): SampleRequest {
  const scheduled = `${API}/scheduled_events/${uuid()}`
  return jsonRequest(
    { 'User-Agent': 'Calendly', Accept: '*/*' },
    {
      event: name,
      created_at: iso(),
      created_by: `${API}/users/${uuid()}`,
      payload: {
        uri: `${scheduled}/invitees/${uuid()}`,
        name: 'Tomás Ruiz',
        email: 'tomas@fern-and-field.example',
        timezone: 'Europe/Zurich',
        event: scheduled,
        scheduled_event: {
          uri: scheduled,
          name: 'Fern consultation',
          status: 'active',
          start_time: iso(86_400),
          end_time: iso(86_400 + 1800),
          location: { type: 'physical', location: 'Greenhouse 2' },
        },
        questions_and_answers: [],
        ...what,
      },
    },
  )
}
