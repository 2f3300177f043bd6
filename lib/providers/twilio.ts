import { joined } from './json-path'
import type { Provider } from './provider'

/** Messages and calls, as a form. https://www.twilio.com/docs/usage/webhooks/messaging-webhooks */
export const twilio: Provider = {
  id: 'twilio',
  label: 'Twilio',
  recognise({ header, form }) {
    const fields = form()
    const sid = fields?.get('MessageSid') ?? fields?.get('SmsSid') ?? fields?.get('CallSid') ?? null
    if (header('x-twilio-signature') === null && (sid === null || !fields?.has('AccountSid'))) return null
    const status = fields?.get('MessageStatus') ?? fields?.get('SmsStatus') ?? fields?.get('CallStatus')
    const kind = fields?.has('CallSid') ? 'call' : 'message'
    return {
      event: fields ? joined('.', kind, status) : null,
      summary: joined(' → ', fields?.get('From'), fields?.get('To')),
      messageId: header('i-twilio-idempotency-token') ?? joined('.', sid, status),
    }
  },
}
