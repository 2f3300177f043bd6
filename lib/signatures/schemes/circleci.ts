import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** `v1=<hex>`; the list may contain other versions. */
export const circleci = defineScheme(
  {
    id: 'circleci',
    label: 'CircleCI',
    secretHint: 'The secret token of the webhook (Project settings, Webhooks)',
    docs: 'https://circleci.com/docs/webhooks/',
    oracle: 'vector: CircleCI documentation',
    senders: ['circleci'],
  },
  bodyHmac({ header: 'circleci-signature', prefix: 'v1=' }),
)
