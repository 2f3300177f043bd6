import { bodyForm } from '../body-json'
import { utf8 } from '../bytes'
import { portableCrypto } from '../crypto/portable'
import { defineScheme } from '../define-scheme'
import { bodyFieldsScheme } from '../families/body-fields'
import type { Material, SignatureRequest } from '../scheme'
import { signatureText } from '../signature-text'

const family = bodyFieldsScheme({
  field: 'bt_signature',
  algorithm: 'hmac-sha1',
  encoding: 'hex',
  key: ({ secret }: Material) =>
    secret ? [{ label: 'SHA-1 of the private key', bytes: portableCrypto.hash('sha1', utf8(secret)) }] : [],
  read({ body }) {
    const form = new Map(bodyForm(body) ?? [])
    const [pairs, payload] = [form.get('bt_signature'), form.get('bt_payload')]
    if (pairs === undefined && payload === undefined) return null
    if (pairs === undefined || payload === undefined) return 'the form needs bt_signature and bt_payload'
    const signatures = pairs.split('&').filter((pair) => pair.includes('|'))
    if (signatures.length === 0) return 'bt_signature has no pair of a public key and a signature'
    return signatures.map((pair) => ({ signature: pair.slice(pair.indexOf('|') + 1), signed: payload }))
  },
  write: null,
})

/**
 * `bt_signature` is a list of `publicKey|hex`, one for each API key, joined with `&`; HMAC-SHA1 over `bt_payload` with the SHA-1 of the
 * private key. Braintree's libraries also accept the payload followed by a line feed.
 */
export const braintree = defineScheme(
  {
    id: 'braintree',
    label: 'Braintree',
    secretHint: 'The private API key, and the public one too if you want to sign (Account, API Keys)',
    docs: 'https://developer.paypal.com/braintree/docs/guides/webhooks/parse',
    oracle: 'SDK: braintree',
  },
  {
    ...family,
    signsBody: true,
    claim(request) {
      const claim = family.claim(request)
      return claim.found === 'signatures' ? { ...claim, every: false } : claim
    },
    signedStrings: (parts) => family.signedStrings(parts).flatMap((message) => [message, [...message, utf8('\n')]]),
    sign({ request, material, crypto, alter }) {
      const form = new URLSearchParams(bodyForm(request.body) ?? [])
      const message = [utf8(form.get('bt_payload') ?? '')]
      const text = signatureText({ algorithm: 'hmac-sha1', encoding: 'hex' }, family.keys(material)[0], message, crypto)
      form.set('bt_signature', `${publicKeyOf(request, material)}|${alter(text)}`)
      return { headers: [], body: utf8(form.toString()) }
    },
  },
)

/** The public key serves as a name and is sent as it is: the owner's, or else the one in the request. */
function publicKeyOf({ body }: SignatureRequest, { publicKey }: Material): string {
  return publicKey ?? (new URLSearchParams(bodyForm(body) ?? []).get('bt_signature') ?? '').split('|')[0]!
}
