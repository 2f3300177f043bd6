import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import { fields } from '../header-format'

/** `ts=<seconds>;h1=<hex>` over `ts:body`. */
export const paddle = defineScheme(
  {
    id: 'paddle',
    label: 'Paddle Billing',
    secretHint: 'The secret key of the notification destination, pdl_ntfset_…',
    toleranceSeconds: 5,
    docs: 'https://developer.paddle.com/webhooks/signature-verification',
    oracle: 'vector: paddle-node-sdk tests',
    senders: ['paddle'],
  },
  hmacScheme({
    headers: [{ name: 'Paddle-Signature', format: fields({ time: 'ts', signature: 'h1', separator: ';' }) }],
    signed: '{timestamp}:{body}',
    timestamp: { unit: 's', future: false },
  }),
)
