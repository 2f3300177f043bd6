import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import { optionallyPrefixed } from '../header-format'

/** `X-Mollie-Signature: sha256=<hex>`, for next-gen webhooks. Classic webhooks, a form with an id, are not signed. */
export const mollie = defineScheme(
  {
    id: 'mollie',
    label: 'Mollie',
    secretHint: 'The signing secret of the webhook',
    docs: 'https://docs.mollie.com/reference/webhooks-best-practices',
    oracle: 'documentation',
  },
  hmacScheme({
    headers: [{ name: 'X-Mollie-Signature', format: optionallyPrefixed('sha256=') }],
    signed: '{body}',
  }),
)
