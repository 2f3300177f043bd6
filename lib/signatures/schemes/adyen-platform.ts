import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'
import { decodedKey } from '../secret'

/** Base64; the key is hex. */
export const adyenPlatform = defineScheme(
  {
    id: 'adyen-platform',
    label: 'Adyen for Platforms',
    secretHint: 'The HMAC key of the webhook (hex)',
    docs: 'https://docs.adyen.com/development-resources/webhooks/verify-hmac-signatures/',
    oracle: 'SDK: @adyen/api-library',
  },
  bodyHmac({ header: 'HmacSignature', encoding: 'base64', key: decodedKey('hex') }),
)
