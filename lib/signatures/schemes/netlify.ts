import { defineScheme } from '../define-scheme'
import { hashBinding, jwtScheme } from '../families/jwt'

/** `X-Webhook-Signature`: a JWT, HS256, with `iss: netlify` and the hash of the body as `sha256`. It has no times. */
export const netlify = defineScheme(
  {
    id: 'netlify',
    label: 'Netlify',
    kind: 'jwt',
    secretHint: 'The JWS secret token of the notification',
    docs: 'https://docs.netlify.com/site-deploys/notifications/#payload-signature',
    oracle: 'documentation',
    senders: ['netlify'],
  },
  jwtScheme({
    header: 'X-Webhook-Signature',
    algorithms: ['HS256'],
    signsBody: true,
    bindings: ({ iss, sha256 }, { body }, crypto) => [
      { name: 'iss', sent: String(iss), expected: 'netlify', concerns: 'other' },
      hashBinding('sha256', sha256, body, 'body', crypto),
    ],
    claims: ({ request: { body } }, crypto) => ({ iss: 'netlify', sha256: hashBinding('', '', body, 'body', crypto).expected }),
    lifetimeSeconds: null,
  }),
)
