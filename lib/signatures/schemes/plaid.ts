import { defineScheme } from '../define-scheme'
import { hashBinding, jwtScheme } from '../families/jwt'
import { publicKeysOf } from '../secret'

/** `Plaid-Verification`: a JWT, ES256, at most five minutes old, with the hash of the body as `request_body_sha256`. */
export const plaid = defineScheme(
  {
    id: 'plaid',
    label: 'Plaid',
    kind: 'jwt',
    secretHint: 'The JWK that /webhook_verification_key/get returns for the key id of the request',
    toleranceSeconds: 300,
    docs: 'https://plaid.com/docs/api/webhooks/webhook-verification/',
    oracle: 'documentation',
    senders: ['plaid'],
  },
  jwtScheme({
    header: 'Plaid-Verification',
    algorithms: ['ES256'],
    key: publicKeysOf,
    signsBody: true,
    bindings: (claims, { body }, crypto) => [
      hashBinding('request_body_sha256', claims.request_body_sha256, body, 'body', crypto),
    ],
    claims: null,
  }),
)
