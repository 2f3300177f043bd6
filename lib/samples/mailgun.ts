import { jsonRequest, type SampleProvider, type SampleRequest } from './sample'
import type { SampleValues } from './sample-values'

/** https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhooks */
export const mailgun: SampleProvider = {
  sender: 'mailgun',
  schemes: ['mailgun'],
  events: {
    delivered: (fresh) =>
      event(fresh, { event: 'delivered', 'log-level': 'info', 'delivery-status': { code: 250, message: 'OK', 'attempt-no': 1 } }),
    failed: (fresh) =>
      event(fresh, {
        event: 'failed',
        severity: 'permanent',
        reason: 'bounce',
        'log-level': 'error',
        'delivery-status': { code: 550, message: 'No such user', 'attempt-no': 1 },
      }),
    opened: (fresh) =>
      event(fresh, { event: 'opened', 'log-level': 'info', ip: '198.51.100.24', 'client-info': { 'device-type': 'mobile' } }),
  },
}

/** The signature is a field of the body. The value here is a placeholder that signing replaces. */
function event({ now, seconds, hex, text }: SampleValues, what: object): SampleRequest {
  return jsonRequest(
    { 'User-Agent': 'mailgun/treq-25.5.0' },
    {
      signature: { timestamp: String(seconds), token: hex(50), signature: hex(64) },
      'event-data': {
        id: text(22),
        timestamp: now / 1000,
        ...what,
        recipient: 'tomas@fern-and-field.example',
        message: {
          headers: { 'message-id': `${hex(20)}@fern-and-field.example`, subject: 'Your ferns are on their way' },
          size: 1842,
        },
        tags: ['order'],
      },
    },
  )
}
