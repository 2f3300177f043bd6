import { defineScheme } from '../define-scheme'
import { asymmetricScheme } from '../families/asymmetric'

/** RSA-SHA256 over the body. Sandbox and production have different public keys. */
export const wise = defineScheme(
  {
    id: 'wise',
    label: 'Wise',
    kind: 'asymmetric',
    secretHint: 'The public key of Wise for the environment, from its documentation',
    docs: 'https://docs.wise.com/guides/developer/webhooks/event-handling',
    oracle: 'vector: digital-signatures-examples',
  },
  asymmetricScheme({
    header: 'X-Signature-SHA256',
    algorithm: 'rsa-sha256',
    encoding: 'base64',
    signed: '{body}',
  }),
)
