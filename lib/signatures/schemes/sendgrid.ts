import { defineScheme } from '../define-scheme'
import { asymmetricScheme } from '../families/asymmetric'

/** ECDSA P-256 over timestamp and body, with nothing between. The CRLF at the end of the batch is signed too. */
export const sendgrid = defineScheme(
  {
    id: 'sendgrid',
    label: 'SendGrid event webhook',
    kind: 'asymmetric',
    secretHint: 'The verification key of the event webhook (Mail settings)',
    docs: 'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features',
    oracle: 'vector: sendgrid-nodejs tests',
    senders: ['sendgrid'],
  },
  asymmetricScheme({
    header: 'X-Twilio-Email-Event-Webhook-Signature',
    algorithm: 'ecdsa-p256-der',
    encoding: 'base64',
    signed: '{timestamp}{body}',
    timestamp: { header: 'X-Twilio-Email-Event-Webhook-Timestamp', unit: 's' },
  }),
)
