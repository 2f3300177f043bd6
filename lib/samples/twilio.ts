import { formRequest, type SampleProvider, type SampleRequest } from './sample'
import type { SampleValues } from './sample-values'

/** https://www.twilio.com/docs/messaging/guides/webhook-request and https://www.twilio.com/docs/voice/twiml#request-parameters */
export const twilio: SampleProvider = {
  sender: 'twilio',
  schemes: ['twilio'],
  events: {
    'message.received': (fresh) => {
      const sid = `SM${fresh.hex(32)}`
      return event(fresh, {
        ToCountry: 'CH',
        SmsMessageSid: sid,
        NumMedia: '0',
        SmsSid: sid,
        SmsStatus: 'received',
        Body: 'Is the maidenhair fern back in stock?',
        To: SHOP,
        NumSegments: '1',
        MessageSid: sid,
        From: CUSTOMER,
      })
    },
    'message.delivered': (fresh) => {
      const sid = `SM${fresh.hex(32)}`
      return event(fresh, {
        SmsSid: sid,
        SmsStatus: 'delivered',
        MessageStatus: 'delivered',
        To: CUSTOMER,
        MessageSid: sid,
        From: SHOP,
      })
    },
    'call.ringing': (fresh) =>
      event(fresh, {
        CallSid: `CA${fresh.hex(32)}`,
        CallStatus: 'ringing',
        Direction: 'inbound',
        Called: SHOP,
        Caller: CUSTOMER,
        CallerCountry: 'CH',
        To: SHOP,
        From: CUSTOMER,
      }),
  },
}

/** Numbers that Twilio reserves for tests. */
const [SHOP, CUSTOMER] = ['+15005550006', '+15005550009']

function event({ hex, uuid }: SampleValues, fields: Readonly<Record<string, string>>): SampleRequest {
  return formRequest(
    { 'User-Agent': 'TwilioProxy/1.1', Accept: '*/*', 'I-Twilio-Idempotency-Token': uuid() },
    { ...fields, AccountSid: `AC${hex(32)}`, ApiVersion: '2010-04-01' },
  )
}
