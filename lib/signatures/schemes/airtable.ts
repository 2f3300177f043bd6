import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'
import { decodedKey } from '../secret'

/** `hmac-sha256=<hex>`; the key is base64. */
export const airtable = defineScheme(
  {
    id: 'airtable',
    label: 'Airtable',
    secretHint: 'macSecretBase64 of the webhook',
    docs: 'https://airtable.com/developers/web/api/webhooks-overview',
    oracle: 'documentation',
  },
  bodyHmac({ header: 'X-Airtable-Content-MAC', prefix: 'hmac-sha256=', key: decodedKey('base64') }),
)
