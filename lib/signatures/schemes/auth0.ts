import { defineScheme } from '../define-scheme'
import { tokenScheme } from '../families/token'

/** A fixed `Authorization` header: nothing is signed. */
export const auth0 = defineScheme(
  {
    id: 'auth0',
    label: 'Auth0 log streams',
    kind: 'token',
    secretHint: 'The authorization token of the stream, exactly as it is sent',
    docs: 'https://auth0.com/docs/customize/log-streams/custom-log-streams',
    oracle: 'documentation',
    senders: ['auth0'],
  },
  tokenScheme({ header: 'Authorization' }),
)
