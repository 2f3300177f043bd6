import { joined } from './json-path'
import type { KnownSender } from './known-sender'

/** Messages and calls, as a form. https://www.twilio.com/docs/usage/webhooks/messaging-webhooks */
export const twilio: KnownSender = {
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
      messageId: joined('.', sid, status), // not its idempotency token, which redacted share links mask
    }
  },
}
