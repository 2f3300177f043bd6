import { jsonRequest, type SampleProvider, type SampleRequest } from './sample'
import type { SampleValues } from './sample-values'

/**
 * Unsigned, as SendGrid sends with its signatures switched off. Signing would need SendGrid's private key.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
 */
export const sendgrid: SampleProvider = {
  sender: 'sendgrid',
  schemes: [],
  events: {
    delivered: (fresh) => batch(fresh, { event: 'delivered', response: '250 2.0.0 OK', tls: 1 }),
    open: (fresh) =>
      batch(fresh, { event: 'open', ip: '198.51.100.24', sg_machine_open: false, useragent: 'Mozilla/5.0 (X11; Linux x86_64)' }),
    bounce: (fresh) => batch(fresh, { event: 'bounce', reason: '550 5.1.1 no such user', status: '5.1.1', type: 'bounce' }),
  },
}

function batch({ seconds, text }: SampleValues, what: object): SampleRequest {
  return jsonRequest({ 'User-Agent': 'SendGrid Event API' }, [
    {
      email: 'tomas@fern-and-field.example',
      timestamp: seconds,
      'smtp-id': `<${text(22)}@geopod-ismtpd-12>`,
      category: ['order-confirmation'],
      sg_event_id: text(30),
      sg_message_id: `${text(22)}.recvd-6c9d5-1`,
      ...what,
    },
  ])
}
