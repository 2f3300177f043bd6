import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import { fields } from '../header-format'

/** `t=<seconds>,v1=<hex>`; while a secret is rotated, a second pair after a space. */
export const persona = defineScheme(
  {
    id: 'persona',
    label: 'Persona',
    secretHint: 'The webhook secret, wbhsec_…',
    docs: 'https://docs.withpersona.com/webhooks-best-practices',
    oracle: 'documentation',
  },
  hmacScheme({
    headers: [{ name: 'Persona-Signature', format: fields({ time: 't', signature: 'v1' }) }],
    signed: '{timestamp}.{body}',
    timestamp: { unit: 's' },
  }),
)
