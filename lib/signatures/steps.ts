import { byteCount } from './bytes'
import { portableCrypto } from './crypto/portable'
import type { Key, Material, Scheme, SentSignature, SignatureRequest, SignedString } from './scheme'
import { expectedText } from './signature-text'
import { spanText } from './span-text'
import { keysFor, partsOf, type Verification, type VerifyOptions } from './verify'

/** One step of computing and checking a signature. Never holds a secret. */
export type Step = { name: string; value: string }

/** How the signed string is built from this request, and the expected and the sent signature, for a person to follow. */
export function verificationSteps(
  scheme: Scheme,
  request: SignatureRequest,
  material: Material,
  { claim, matched, broken, needsKey, ageSeconds }: Verification,
  options: VerifyOptions,
): Step[] {
  if (claim.found === 'nothing') return [{ name: 'Signature', value: `missing: ${whereExpected(scheme)}` }]
  if (claim.found === 'malformed') return [{ name: claim.header, value: claim.why }]
  const sent = claim.signatures[matched ?? 0]!
  const { keys } = keysFor(scheme, request, material, options.keys)
  const message = scheme.signedStrings({ ...partsOf(request, claim, material, options.url), signature: sent })[0]
  const expected = message ? expectedText(sent, keys[0], message, options.crypto ?? portableCrypto) : null
  const tolerance = options.toleranceSeconds ?? scheme.toleranceSeconds
  const steps: (Step | null)[] = [
    {
      name: 'Read from',
      value: claim.signatures.length > 1 ? `${claim.header}, ${claim.signatures.length} signatures` : claim.header,
    },
    claim.id === '' ? null : { name: 'Message id', value: claim.id },
    claim.timestamp === '' ? null : { name: 'Timestamp', value: claim.timestamp },
    claim.signedAt === null ? null : { name: 'Signed at', value: dateText(claim.signedAt) },
    ageSeconds === null ? null : { name: 'Age', value: ageText(ageSeconds, tolerance) },
    message && sent.algorithm !== 'plain' ? { name: 'Signed string', value: preview(message) } : null,
    { name: 'Algorithm', value: algorithmName(sent) },
    { name: 'Key', value: needsKey ? `has to be fetched from ${needsKey}` : keyText(keys[0]) },
    expected === null || sent.algorithm === 'plain' ? null : { name: 'Expected', value: expected },
    { name: 'Sent', value: sent.algorithm === 'plain' ? masked(sent.text) : cut(sent.text) },
    ...broken.map(({ name, sent, expected }) => ({
      name,
      value: `sent ${sent || 'nothing'}, expected ${expected || 'nothing'}`,
    })),
  ]
  return steps.filter((step) => step !== null)
}

function ageText(seconds: number, tolerance: number | null): string {
  const age = seconds < 0 ? `${spanText(-seconds)} in the future` : spanText(seconds)
  return tolerance === null ? age : `${age}, at most ${spanText(tolerance)} allowed`
}

function whereExpected({ headers, label }: Scheme): string {
  return headers.length === 0 ? `${label} signs in the body` : `${headers[0]} is missing`
}

const NAMES: Partial<Record<SentSignature['algorithm'], string>> = {
  'keyed-sha256': 'SHA-256 of the secret followed by the string',
  plain: 'none: the value itself is compared',
  ed25519: 'Ed25519',
  'ecdsa-p256-der': 'ECDSA P-256 with SHA-256',
  'ecdsa-p256-raw': 'ECDSA P-256 with SHA-256',
  'rsa-sha1': 'RSA with SHA-1',
  'rsa-sha256': 'RSA with SHA-256',
}

export function algorithmName({ algorithm, encoding }: Pick<SentSignature, 'algorithm' | 'encoding'>): string {
  const name = NAMES[algorithm] ?? algorithm.replace('hmac-sha', 'HMAC-SHA')
  return algorithm === 'plain' ? name : `${name}, in ${encoding}`
}

function keyText(key: Key | undefined): string {
  if (!key) return 'none: the secret cannot be read as a key'
  return 'bytes' in key ? `${key.label}, ${key.bytes.length} bytes` : key.label
}

/** How many bytes of the signed string are shown at its start and its end. */
const SHOWN_START = 160
const SHOWN_END = 60

/** The string's start and end; bytes that are not UTF-8 as U+FFFD. */
export function preview(message: SignedString): string {
  const size = byteCount(message)
  const start = textBetween(message, 0, SHOWN_START)
  if (size <= SHOWN_START + SHOWN_END) return textBetween(message, 0, size)
  return `${start} … ${textBetween(message, size - SHOWN_END, size)} (${size} bytes)`
}

function textBetween(message: SignedString, from: number, to: number): string {
  const decoder = new TextDecoder()
  let at = 0
  let text = ''
  for (const piece of message) {
    const [start, end] = [Math.max(from - at, 0), Math.min(to - at, piece.length)]
    if (start < end) text += decoder.decode(piece.subarray(start, end), { stream: true })
    at += piece.length
  }
  return text + decoder.decode()
}

function dateText(ms: number): string {
  return Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString() : 'out of range'
}

function masked(token: string): string {
  return token.length < 12 ? '•••' : `•••${token.slice(-4)}`
}

function cut(text: string): string {
  return text.length > 400 ? `${text.slice(0, 400)}… (${text.length} characters)` : text
}
