import { defineScheme } from '../define-scheme'
import { tokenScheme } from '../families/token'

/** A fixed header, `Authorization` unless another is chosen: nothing is signed. */
export const okta = defineScheme(
  {
    id: 'okta',
    label: 'Okta event hooks',
    kind: 'token',
    secretHint: 'The authentication secret of the event hook',
    docs: 'https://developer.okta.com/docs/concepts/event-hooks/',
    oracle: 'documentation',
    senders: ['okta'],
  },
  tokenScheme({ header: 'Authorization' }),
)
