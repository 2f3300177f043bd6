import { decode, type Encoding, encode, equalBytes } from '../bytes'
import { portableCrypto } from '../crypto/portable'
import type { Key, SentSignature } from '../scheme'
import { expectedText } from '../signature-text'
import type { Cause } from './cause'
import { type SentValue, sentValues } from './sent-values'
import type { Trials } from './trials'

const ENCODINGS: readonly Encoding[] = ['hex', 'base64', 'base64url']

/** The right bytes in another encoding or another header. */
export function* encodingCauses(trials: Trials): Generator<undefined, Cause[]> {
  const kind = trials.claim?.signatures[0] ?? documentedKind(trials)
  if (kind === null) return []
  for (const key of trials.keys) {
    const found = findSent(trials, kind, key)
    yield
    if (!found) continue
    const { value, digest } = found
    return [isOwnHeader(trials, value) ? encodingCause(kind, value, digest) : otherHeaderCause(trials, value)]
  }
  return []
}

/** The header that has the signature of this kind and key, in any encoding. */
export function findSent(trials: Trials, kind: SentSignature, key: Key): { value: SentValue; digest: Uint8Array } | null {
  const { scheme, parts } = trials
  const message = scheme.signedStrings({ ...parts, signature: kind })[0]
  const values = sentValues(parts.headers, scheme.headers.length > 0 ? undefined : () => false)
  if (message === undefined || values.length === 0) return null
  const digest = digestOf(kind, key, message, trials)
  const value = digest && values.find(({ text }) => ENCODINGS.some((encoding) => isEqual(decode(text, encoding), digest)))
  return digest && value ? { value, digest } : null
}

function isEqual(bytes: Uint8Array | null, digest: Uint8Array): boolean {
  return bytes !== null && equalBytes(bytes, digest)
}

function digestOf(kind: SentSignature, key: Key, message: readonly Uint8Array[], { options }: Trials): Uint8Array | null {
  if (kind.algorithm === 'plain') return null
  const hex = expectedText({ ...kind, encoding: 'hex' }, key, message, options.crypto ?? portableCrypto)
  return hex === null ? null : decode(hex, 'hex')
}

/** The algorithm and encoding that the scheme itself would sign with, for a request without a readable signature. */
export function documentedKind({ scheme, options }: Trials): SentSignature | null {
  const signed = scheme.sign && trySigning(scheme.sign, options.now)
  const value = signed?.headers.find(([name]) => name.toLowerCase() === scheme.headers[0]?.toLowerCase())?.[1]
  if (!signed || value == null) return null
  const headers = signed.headers.flatMap(([name, text]) => (text === null ? [] : [[name, text] as const]))
  const claim = scheme.claim({ method: 'POST', url: 'https://example.com/', headers, body: new Uint8Array() })
  return claim.found === 'signatures' ? { ...claim.signatures[0]!, text: '' } : null
}

function trySigning(sign: NonNullable<Trials['scheme']['sign']>, now: number) {
  const request = { method: 'POST', url: 'https://example.com/', headers: [], body: new Uint8Array() }
  const material = { secret: 'whsec_AAAA', publicKey: null }
  try {
    return sign({ request, material, now, id: '', crypto: portableCrypto, alter: (text) => text })
  } catch {
    return null
  }
}

export function isOwnHeader({ scheme }: Trials, { header }: SentValue): boolean {
  return scheme.headers.some((name) => name.toLowerCase() === header.toLowerCase())
}

function encodingCause({ encoding }: SentSignature, { header, text }: SentValue, digest: Uint8Array): Cause {
  const sentAs = ENCODINGS.find((each) => isEqual(decode(text, each), digest))!
  const canonical = encode(digest, encoding)
  const how =
    text === canonical
      ? 'with other text around them'
      : sentAs !== encoding
        ? `in ${sentAs} instead of ${encoding}`
        : 'spelt differently: with upper-case hex digits, or as base64 without its padding'
  return {
    code: 'encoding_differs',
    certain: true,
    title: 'The signature is correct, but encoded differently',
    detail: `${header} has the correct bytes, but ${how}.`,
    fix: `Write the signature in ${encoding}, with the prefix that the provider uses. A receiver that compares the decoded bytes accepts both.`,
  }
}

function otherHeaderCause({ scheme }: Trials, { header }: SentValue): Cause {
  return {
    code: 'header_missing',
    certain: true,
    title: `The signature is in ${header}`,
    detail: `The signature is correct, but it was sent in ${header}. ${scheme.label} sends it in ${scheme.headers[0]}.`,
    fix: `Send it in ${scheme.headers[0]}, or have the receiver read ${header}. Perhaps a proxy renames headers.`,
  }
}
