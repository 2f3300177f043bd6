import { decode, encode, equalBytes, utf8 } from '../bytes'
import { portableCrypto } from '../crypto/portable'
import type { Key, Material } from '../scheme'
import { type Cause, type CauseCode, PROOF } from './cause'
import type { Trials } from './trials'

/** Another way to derive a key from the same secret. `what` completes the sentence "The key that was used is …". */
export type KeyVariant = {
  code: CauseCode
  what: string
  key: Key
  /** Also tried in combination with other bodies. */
  isCommon: boolean
}

/** For larger bodies, only common keys are tried. */
const LARGE_BYTES = 262_144

/** The cause for the first key variant that reproduces the sent signature, if any does. */
export function* keyCauses(trials: Trials, material: Material): Generator<undefined, Cause[]> {
  const isLarge = trials.scheme.signsBody && trials.parts.body.length > LARGE_BYTES
  for (const variant of keyVariants(trials, material).filter(({ isCommon }) => isCommon || !isLarge)) {
    if (trials.matches({ keys: [variant.key] })) return [keyCause(variant)]
    yield
  }
  return []
}

/** Only variants that the scheme does not use already. */
export function keyVariants({ keys }: Pick<Trials, 'keys'>, { secret }: Material): KeyVariant[] {
  const isDocumented = ({ key }: KeyVariant) =>
    keys.some((each) => 'bytes' in each && 'bytes' in key && equalBytes(each.bytes, key.bytes))
  const variants = [...EMPTY_KEYS, ...(secret ? [...whitespaceKeys(secret), ...encodedKeys(secret), ...escapedKeys(secret)] : [])]
  return variants.filter((variant) => !isDocumented(variant))
}

function variant(code: CauseCode, what: string, bytes: Uint8Array | string | null, isCommon = false): KeyVariant[] {
  if (bytes === null || bytes.length === 0) return []
  return [{ code, what, key: { label: what, bytes: typeof bytes === 'string' ? utf8(bytes) : bytes }, isCommon }]
}

const EMPTY_KEYS: readonly KeyVariant[] = [
  { code: 'secret_empty', what: 'the empty string', key: { label: 'empty', bytes: new Uint8Array() }, isCommon: true },
  ...['undefined', 'null', 'None', 'nil', 'NULL', '[object Object]'].flatMap((text) =>
    variant('secret_empty', `the text \`${text}\``, text),
  ),
]

const INVISIBLE = /[\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]/g

function whitespaceKeys(secret: string): KeyVariant[] {
  const of = (what: string, text: string, isCommon = false) =>
    text === secret ? [] : variant('secret_whitespace', what, text, isCommon)
  const trimmed = secret.trim()
  return [
    ...of('this secret without the white space around it', trimmed, true),
    ...of('this secret with a line feed after it', `${secret}\n`),
    ...of('this secret with CRLF after it', `${secret}\r\n`),
    ...of('this secret with a space after it', `${secret} `),
    ...of('this secret with a space before it', ` ${secret}`),
    ...of('this secret without its quotes', trimmed.replace(/^(["'`])(.*)\1$/s, '$2')),
    ...of('this secret in double quotes', `"${secret}"`),
    ...of('this secret in single quotes', `'${secret}'`),
    ...of('this secret without its invisible characters', secret.replace(INVISIBLE, '').trim()),
    ...of('this secret without any white space', secret.replace(/\s+/g, '')),
    ...of('this secret with a comma after it', `${secret},`),
    ...of('this secret with a semicolon after it', `${secret};`),
  ]
}

/** What providers put before a secret. */
const PREFIX = /^(?:v1,)?(?:whsec_|whsk_|wsec_|polar_whs_|wbhsec_|pdl_ntfset_|wsk_|sha256=)/

function encodedKeys(secret: string): KeyVariant[] {
  const of = (what: string, bytes: Uint8Array | string | null, isCommon = false) =>
    variant('secret_encoding', what, bytes, isCommon)
  const bare = secret.replace(PREFIX, '')
  const forms = (text: string, name: string) => [
    ...of(`${name} as text`, text, true),
    ...of(`${name}, decoded from base64`, decode(text, 'base64'), true),
    ...of(`${name}, decoded from base64url`, /[-_]/.test(text) ? decode(text, 'base64url') : null),
    ...of(`${name}, decoded from hex`, decode(text, 'hex'), true),
  ]
  const sha256 = portableCrypto.hash('sha256', utf8(secret))
  return [
    ...forms(secret, 'the secret'),
    ...(bare === secret ? [] : forms(bare, 'the secret without its prefix')),
    ...(secret.startsWith('v1,') ? of('the secret without `v1,` as text', secret.slice(3)) : []),
    ...['whsec_', 'polar_whs_', 'v1,whsec_'].flatMap((prefix) =>
      secret.startsWith(prefix) ? [] : of(`the secret with \`${prefix}\` before it, as text`, prefix + secret),
    ),
    ...of('the secret in base64, as text', encode(utf8(secret), 'base64')),
    ...of('the secret in hex, as text', encode(utf8(secret), 'hex')),
    ...of('the SHA-256 of the secret', sha256),
    ...of('the SHA-256 of the secret, in hex as text', encode(sha256, 'hex')),
    ...of('the SHA-1 of the secret', portableCrypto.hash('sha1', utf8(secret))),
    ...of('the secret in lower case', secret.toLowerCase()),
    ...of('the secret in upper case', secret.toUpperCase()),
    ...of(
      'the secret in Latin-1',
      /[\u0080-\u00ff]/.test(secret) && !/[^\0-\u00ff]/.test(secret)
        ? Uint8Array.from(secret, (char) => char.charCodeAt(0))
        : null,
    ),
  ]
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#039;' }

/** The secret was escaped by the form that stored it, or was read from a URL. */
function escapedKeys(secret: string): KeyVariant[] {
  const of = (what: string, text: string) => (text === secret ? [] : variant('secret_encoding', what, text))
  return [
    ...of(
      'the secret with HTML escapes (`&amp;`)',
      secret.replace(/[&<>"']/g, (char) => HTML[char]!),
    ),
    ...of(
      'the secret without its HTML escapes',
      Object.entries(HTML).reduceRight((text, [char, entity]) => text.replaceAll(entity, char), secret),
    ),
    ...of('the secret with %-escapes', uriText(encodeURIComponent, secret)),
    ...of('the secret without its %-escapes', uriText(decodeURIComponent, secret)),
    ...of('the secret with spaces in place of +', secret.replaceAll('+', ' ')),
  ]
}

function uriText(change: (text: string) => string, text: string): string {
  try {
    return change(text)
  } catch {
    return text
  }
}

export function keyCause({ code, what }: Pick<KeyVariant, 'code' | 'what'>): Cause {
  const detail = `The key that was used is ${what}. ${PROOF}`
  if (code === 'secret_empty') {
    return {
      code,
      certain: true,
      title: 'Signed with an empty secret',
      detail,
      fix: 'Set the secret in the program that signs: the variable that should hold it is not set there. A receiver should refuse to start without its secret.',
    }
  }
  if (code === 'secret_whitespace') {
    return {
      code,
      certain: true,
      title: 'White space or quotes around the secret',
      detail,
      fix: 'Store the secret with nothing around it. Check the .env file, and how the secret was pasted. `echo` adds a line feed, `printf %s` does not.',
    }
  }
  return {
    code,
    certain: true,
    title: 'The secret is decoded differently',
    detail,
    fix: `Use ${what} as the key on both sides. Some providers decode a secret before they use it, and others do not: Stripe uses \`whsec_…\` as text, Standard Webhooks decodes the part after the prefix.`,
  }
}
