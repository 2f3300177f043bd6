import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'

/** `BOX-SIGNATURE-PRIMARY` and `-SECONDARY`, base64 over body and `BOX-DELIVERY-TIMESTAMP`, one header for each of two keys; either is enough. */
export const box = defineScheme(
  {
    id: 'box',
    label: 'Box',
    secretHint: 'The primary or the secondary signature key of the app (Webhooks)',
    toleranceSeconds: 600,
    docs: 'https://developer.box.com/guides/webhooks/v2/signatures-v2/',
    oracle: 'vector: box-node-sdk tests',
  },
  hmacScheme({
    headers: [
      { name: 'BOX-SIGNATURE-PRIMARY', encoding: 'base64' },
      { name: 'BOX-SIGNATURE-SECONDARY', encoding: 'base64' },
    ],
    all: true,
    signed: '{body}{timestamp}',
    timestamp: { header: 'BOX-DELIVERY-TIMESTAMP', unit: 'iso' },
    also: [
      ['BOX-SIGNATURE-VERSION', '1'],
      ['BOX-SIGNATURE-ALGORITHM', 'HmacSHA256'],
    ],
  }),
)
