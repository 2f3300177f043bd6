import { utf8 } from '../bytes'
import { defineScheme } from '../define-scheme'
import { hashBinding, jwtScheme } from '../families/jwt'

/** `MessageBird-Signature-JWT`, whose claims hold hashes of the URL and of the body, if there is one. */
export const messagebird = defineScheme(
  {
    id: 'messagebird',
    label: 'MessageBird (Bird)',
    kind: 'jwt',
    toleranceSeconds: 60,
    secretHint: 'The signing key of the account (Developer settings)',
    docs: 'https://developers.messagebird.com/api/#verifying-http-requests',
    oracle: 'vector: messagebird-nodejs tests',
  },
  jwtScheme({
    header: 'MessageBird-Signature-JWT',
    algorithms: ['HS256', 'HS384', 'HS512'],
    needsUrl: true,
    signsBody: true,
    bindings: (claims, { url, body }, crypto) => [
      { name: 'iss', sent: String(claims.iss), expected: 'MessageBird', concerns: 'other' },
      hashBinding('url_hash', claims.url_hash, utf8(url), 'url', crypto),
      body.length > 0
        ? hashBinding('payload_hash', claims.payload_hash, body, 'body', crypto)
        : { name: 'payload_hash', sent: String(claims.payload_hash ?? ''), expected: '', concerns: 'body' },
    ],
    claims: ({ request: { url, body }, id }, crypto) => ({
      iss: 'MessageBird',
      jti: id,
      url_hash: hashBinding('', '', utf8(url), 'url', crypto).expected,
      ...(body.length > 0 ? { payload_hash: hashBinding('', '', body, 'body', crypto).expected } : {}),
    }),
  }),
)
