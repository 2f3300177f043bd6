import { jsonRequest, type SampleProvider, type SampleRequest } from './sample'
import type { SampleValues } from './sample-values'
import { svixHeaders } from './svix-headers'

/** https://clerk.com/docs/guides/development/webhooks/overview */
export const clerk: SampleProvider = {
  sender: 'clerk',
  schemes: ['clerk', 'svix'],
  events: {
    'user.created': (fresh) => {
      const email = {
        id: `idn_${fresh.text(27)}`,
        email_address: 'tomas@fern-and-field.example',
        verification: { status: 'verified' },
      }
      return event(fresh, 'user.created', {
        id: `user_${fresh.text(27)}`,
        object: 'user',
        first_name: 'Tomás',
        last_name: 'Ruiz',
        email_addresses: [email],
        primary_email_address_id: email.id,
        external_id: null,
        two_factor_enabled: false,
        created_at: fresh.now,
        updated_at: fresh.now,
      })
    },
    'session.created': (fresh) =>
      event(fresh, 'session.created', {
        id: `sess_${fresh.text(27)}`,
        object: 'session',
        client_id: `client_${fresh.text(27)}`,
        user_id: `user_${fresh.text(27)}`,
        status: 'active',
        created_at: fresh.now,
        expire_at: fresh.now + 7 * 86_400_000,
      }),
  },
}

function event(fresh: SampleValues, type: string, data: object): SampleRequest {
  return jsonRequest(svixHeaders(fresh), {
    data,
    instance_id: `ins_${fresh.text(27)}`,
    object: 'event',
    timestamp: fresh.now,
    type,
  })
}
