import { defineScheme } from '../define-scheme'
import { jwtScheme } from '../families/jwt'

/** `Authorization`: a JWT, HS256, whose `aud` is the URL. The body is not signed. */
export const monday = defineScheme(
  {
    id: 'monday',
    label: 'monday.com',
    kind: 'jwt',
    secretHint: 'The signing secret of the app; for lifecycle events, the client secret',
    docs: 'https://developer.monday.com/apps/docs/integration-authorization',
    oracle: 'documentation',
  },
  jwtScheme({
    header: 'Authorization',
    algorithms: ['HS256'],
    needsUrl: true,
    signsBody: false,
    bindings: ({ aud }, { url }) =>
      aud === undefined ? [] : [{ name: 'aud', sent: String(aud), expected: url, concerns: 'url' }],
    claims: ({ request: { url } }) => ({ aud: url }),
    lifetimeSeconds: 300,
  }),
)
