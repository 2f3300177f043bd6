import { jsonRequest, type SampleProvider, type SampleRequest } from './sample'
import type { SampleValues } from './sample-values'
import { svixHeaders } from './svix-headers'

/** https://resend.com/docs/webhooks/event-types */
export const resend: SampleProvider = {
  sender: 'resend',
  schemes: ['resend', 'svix'],
  events: {
    'email.delivered': (fresh) => event(fresh, 'email.delivered', {}),
    'email.bounced': (fresh) =>
      event(fresh, 'email.bounced', {
        bounce: { type: 'Permanent', subType: 'General', message: 'The mailbox does not exist.' },
      }),
  },
}

function event(fresh: SampleValues, type: string, more: object): SampleRequest {
  const created_at = fresh.iso()
  return jsonRequest(svixHeaders(fresh), {
    type,
    created_at,
    data: {
      created_at,
      email_id: fresh.uuid(),
      from: 'Fern & Field <shop@fern-and-field.example>',
      to: ['tomas@fern-and-field.example'],
      subject: 'Your ferns are on their way',
      ...more,
    },
  })
}
