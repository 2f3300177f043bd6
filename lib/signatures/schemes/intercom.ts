import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** `sha1=<hex>`, HMAC-SHA1. */
export const intercom = defineScheme(
  {
    id: 'intercom',
    label: 'Intercom',
    secretHint: 'The client secret of the app (Developer Hub, Basic information)',
    docs: 'https://developers.intercom.com/docs/webhooks/setting-up-webhooks',
    oracle: 'documentation',
    senders: ['intercom'],
  },
  bodyHmac({ header: 'X-Hub-Signature', prefix: 'sha1=', hash: 'sha1' }),
)
