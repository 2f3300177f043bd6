import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'

/** Base64, HMAC-SHA1 over the body and the callback URL. */
export const trello = defineScheme(
  {
    id: 'trello',
    label: 'Trello',
    secretHint: 'The OAuth 1.0 application secret',
    docs: 'https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/#webhook-signatures',
    oracle: 'documentation',
    senders: ['trello'],
  },
  hmacScheme({
    headers: [{ name: 'x-trello-webhook', encoding: 'base64', hash: 'sha1' }],
    signed: '{body}{url}',
  }),
)
