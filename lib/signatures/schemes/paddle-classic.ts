import { bodyForm } from '../body-json'
import { utf8 } from '../bytes'
import { defineScheme } from '../define-scheme'
import { bodyFieldsScheme } from '../families/body-fields'
import { publicKeyOf } from '../secret'

/** `p_signature` in the form: RSA-SHA1 over PHP's serialisation of all other fields, sorted by name, with every value as a string. */
export const paddleClassic = defineScheme(
  {
    id: 'paddle-classic',
    label: 'Paddle Classic',
    kind: 'asymmetric',
    secretHint: 'The public key of the vendor account (Developer tools, Public key)',
    docs: 'https://developer.paddle.com/classic/webhook-reference/verifying-webhooks',
    oracle: 'vector: third party',
  },
  {
    ...bodyFieldsScheme({
      field: 'p_signature',
      algorithm: 'rsa-sha1',
      encoding: 'base64',
      key: publicKeyOf,
      read({ body }) {
        const form = new Map(bodyForm(body) ?? [])
        const signature = form.get('p_signature')
        if (signature === undefined) return form.has('alert_name') ? 'the form has no p_signature' : null
        form.delete('p_signature')
        return [{ signature, signed: phpSerialized([...form].sort(([a], [b]) => (a < b ? -1 : 1))) }]
      },
      write: null,
    }),
    signsBody: true,
  },
)

/** An array of strings as PHP's `serialize` writes it; lengths count bytes. */
function phpSerialized(pairs: readonly (readonly [string, string])[]): string {
  const text = (value: string) => `s:${utf8(value).length}:"${value}";`
  return `a:${pairs.length}:{${pairs.map(([name, value]) => text(name) + text(value)).join('')}}`
}
