import { defineScheme } from '../define-scheme'
import { hashBinding, jwtScheme } from '../families/jwt'

/** `Authorization: Bearer <JWT>`, HS256, with the hash of the body, if there is one, as `payload_hash`. */
export const vonage = defineScheme(
  {
    id: 'vonage',
    label: 'Vonage',
    kind: 'jwt',
    secretHint: 'The signature secret of the account (Settings, API settings), not the API secret',
    docs: 'https://developer.vonage.com/en/getting-started/concepts/webhooks#decoding-signed-webhooks',
    oracle: 'documentation',
  },
  jwtScheme({
    header: 'Authorization',
    prefix: 'Bearer ',
    algorithms: ['HS256'],
    signsBody: true,
    bindings: ({ payload_hash }, { body }, crypto) =>
      payload_hash === undefined && body.length === 0 ? [] : [hashBinding('payload_hash', payload_hash, body, 'body', crypto)],
    claims: ({ request: { body }, id }, crypto) => ({
      iss: 'Vonage',
      jti: id,
      ...(body.length > 0 ? { payload_hash: hashBinding('', '', body, 'body', crypto).expected } : {}),
    }),
  }),
)
