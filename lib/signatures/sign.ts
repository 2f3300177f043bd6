import { changeHeaders } from '#lib/core/headers'
import { concat } from './bytes'
import type { SignatureCrypto } from './crypto/crypto'
import { portableCrypto } from './crypto/portable'
import type { Material, Scheme, SignatureRequest, SignedChanges } from './scheme'
import { verify } from './verify'

/** What to break on purpose, to see whether a receiver refuses it. Everything else stays correct. */
export type SignatureBreak = 'signature' | 'timestamp' | 'body' | 'secret'

export type SignOptions = {
  /** The time of signing, in milliseconds since 1970. */
  now: number
  /** The message id, for schemes that sign one. */
  id: string
  /** The URL that the request goes to, for schemes that sign it. */
  url?: string
  break?: SignatureBreak
  crypto?: SignatureCrypto
}

/** `fault`: what is not possible, the signing itself or the requested break. `reason`: one sentence, for people. */
export type Signed = ({ ok: true } & SignedChanges) | { ok: false; fault: 'sign' | 'break'; reason: string }

/**
 * Signs a request again, as the provider would. Returns the headers to set, and the new body or URL if the scheme writes its signature there.
 *
 * The break `timestamp` gives a correct signature that is older than the tolerance. The result is verified before it is returned: a scheme
 * may need fields that this request lacks, and a break may change something that is not signed.
 */
export function sign(scheme: Scheme, request: SignatureRequest, material: Material, options: SignOptions): Signed {
  const broken = options.break
  if (!scheme.sign) return cannotSign(`Only ${scheme.label} can sign its requests: nobody else has the private key.`)
  if (broken && !detectableBreaks(scheme).includes(broken)) return cannotBreak(notSigned(scheme, broken))
  const signing = { ...request, url: options.url ?? request.url }
  const used = broken === 'secret' ? otherMaterial(material) : material
  const now = broken === 'timestamp' ? options.now - (scheme.toleranceSeconds! + HOUR_SECONDS) * 1000 : options.now
  const alter = broken === 'signature' ? withOtherStart : (text: string) => text
  const crypto = options.crypto ?? portableCrypto
  let changes: SignedChanges
  try {
    changes = scheme.sign({ request: signing, material: used, now, id: options.id, crypto, alter })
  } catch {
    return cannotSign(cannotSignText(scheme))
  }
  if (broken === 'body') changes = { ...changes, body: tampered(changes.body ?? request.body) }
  const isValid = verify(scheme, changed(signing, changes), material, { now: options.now, crypto }).verdict === 'valid'
  if (broken && isValid) return cannotBreak(`${scheme.label} does not sign the part of this request that this would change.`)
  if (!broken && !isValid) return cannotSign(cannotSignText(scheme))
  return { ok: true, ...changes }
}

function changed(request: SignatureRequest, { headers, body, url }: SignedChanges): SignatureRequest {
  return { ...request, headers: changeHeaders(request.headers, headers), body: body ?? request.body, url: url ?? request.url }
}

function cannotSign(reason: string): Signed {
  return { ok: false, fault: 'sign', reason }
}

function cannotBreak(reason: string): Signed {
  return { ok: false, fault: 'break', reason }
}

function cannotSignText({ label }: Scheme): string {
  return `This request cannot be signed by the scheme of ${label}: the secret or the body is not of the required kind.`
}

const HOUR_SECONDS = 3600

/** The breaks that this scheme can detect. */
export function detectableBreaks({ sign, signsBody, toleranceSeconds, timestamp, kind }: Scheme): readonly SignatureBreak[] {
  if (!sign) return []
  return [
    'signature',
    ...(timestamp && toleranceSeconds !== null ? (['timestamp'] as const) : []),
    ...(signsBody ? (['body'] as const) : []),
    ...(kind === 'token' ? [] : (['secret'] as const)),
  ]
}

function notSigned({ label }: Scheme, broken: SignatureBreak): string {
  if (broken === 'timestamp') return `${label} signs no timestamp that expires, so an old request is as valid as a new one.`
  if (broken === 'body') return `${label} does not sign the body, so changing it does not break the signature.`
  return `${label} sends the secret itself, so breaking the secret is the same as breaking the signature.`
}

/** Replaces a character with another of the same kind, so that the signature is wrong but still well-formed. */
function withOtherStart(text: string): string {
  const first = text[0] ?? ''
  const other = /[0-9]/.test(first)
    ? first === '0'
      ? '1'
      : '0'
    : first === 'a'
      ? 'b'
      : first === 'A'
        ? 'B'
        : first < 'a'
          ? 'A'
          : 'a'
  return other + text.slice(1)
}

/** Another secret of the same form and length: one character after its prefix is replaced, so that it can still be decoded. */
function otherMaterial({ secret, publicKey }: Material): Material {
  const text = secret ?? ''
  const at = text.search(/[0-9A-Za-z][^_]*$/)
  return { publicKey, secret: at < 0 ? `${text}0` : text.slice(0, at) + (text[at] === '0' ? '4' : '0') + text.slice(at + 1) }
}

const [ZERO, ONE, NINE, UPPER_A, UPPER_Z, LOWER_A, LOWER_Z, LOWER_X] = [0x30, 0x31, 0x39, 0x41, 0x5a, 0x61, 0x7a, 0x78]

/** Changes the last digit, or else the last letter, so that JSON and forms stay well-formed. An empty body gets one byte. */
function tampered(body: Uint8Array): Uint8Array {
  const isDigit = (byte: number) => byte >= ZERO && byte <= NINE
  const isLetter = (byte: number) => (byte >= UPPER_A && byte <= UPPER_Z) || (byte >= LOWER_A && byte <= LOWER_Z)
  const at = body.findLastIndex(isDigit)
  const place = at >= 0 ? at : body.findLastIndex(isLetter)
  if (place < 0) return concat([body, Uint8Array.of(LOWER_X)])
  const changed = Uint8Array.from(body)
  changed[place] = isDigit(body[place]!) ? (body[place] === ONE ? ZERO + 2 : ONE) : body[place] === LOWER_X ? LOWER_A : LOWER_X
  return changed
}
