import { concat, decode, encode } from '../bytes'
import { DER, type DerValue, derValues } from './der'

/** `spki`: SubjectPublicKeyInfo in DER (RFC 5280 section 4.1), for platforms that import keys in that form. */
export type PublicKey =
  | { type: 'ed25519'; bytes: Uint8Array; spki: Uint8Array }
  | { type: 'p256'; point: Uint8Array; spki: Uint8Array }
  | { type: 'rsa'; n: bigint; e: bigint; spki: Uint8Array }

/**
 * Reads a public key as providers show it: a PEM key or certificate, a JWK, or hex or base64 of DER or of the 32 bytes of Ed25519.
 * Returns null for anything else. A certificate's own signature and dates are not checked: the person who pasted it trusts it.
 */
export function readPublicKey(text: string): PublicKey | null {
  const trimmed = text.trim()
  if (trimmed.startsWith('{')) return jwkKey(parsedJson(trimmed))
  const pem = /-----BEGIN [A-Z ]+-----([\s\S]+?)-----END [A-Z ]+-----/.exec(trimmed)
  const digits = (pem ? pem[1]! : trimmed.replace(/^whpk_/, '')).replace(/\s+/g, '')
  const bytes = (pem ? null : decode(digits, 'hex')) ?? decode(digits, 'base64') ?? decode(digits, 'base64url')
  if (bytes === null) return null
  return bytes.length === 32 ? ed25519Key(bytes) : (spkiKey(bytes) ?? certificateKey(bytes) ?? pkcs1Key(bytes))
}

/** Every key, with its `kid`, of a JWK Set (RFC 7517), a JSON object that maps key ids to certificates, or a document with a single key. */
export function readKeyDocument(text: string): { kid: string | null; key: PublicKey }[] {
  const document = text.trim().startsWith('{') ? parsedJson(text) : undefined
  const named =
    isObject(document) && Array.isArray(document.keys) ? document.keys.map((jwk) => [kidOf(jwk), jwkKey(jwk)] as const) : null
  const byId = isObject(document) && !named && document.kty === undefined ? certificatesById(document) : null
  const pairs = named ?? byId ?? [[kidOf(document), readPublicKey(text)] as const]
  return pairs.flatMap(([kid, key]) => (key === null ? [] : [{ kid, key }]))
}

function certificatesById(document: Record<string, unknown>) {
  return Object.entries(document).map(([kid, pem]) => [kid, typeof pem === 'string' ? readPublicKey(pem) : null] as const)
}

/** Google's and others' key documents name keys by `kid`. */
function kidOf(jwk: unknown): string | null {
  return isObject(jwk) && typeof jwk.kid === 'string' ? jwk.kid : null
}

const RSA = '2a864886f70d010101'
const EC = '2a8648ce3d0201'
const P256 = '2a8648ce3d030107'
const ED25519 = '2b6570'
const ED25519_SPKI = Uint8Array.from([0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00])
const P256_SPKI = decode('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')!

export function ed25519Key(bytes: Uint8Array): PublicKey {
  return { type: 'ed25519', bytes, spki: concat([ED25519_SPKI, bytes]) }
}

function spkiKey(bytes: Uint8Array): PublicKey | null {
  const [algorithm, key] = sequence(derValues(bytes)?.[0]) ?? []
  const [oid, parameters] = sequence(algorithm) ?? []
  if (key?.tag !== DER.bitString || oid?.tag !== DER.oid) return null
  const content = key.content.subarray(1) // the first byte counts unused bits
  const name = encode(oid.content, 'hex')
  if (name === ED25519 && content.length === 32) return ed25519Key(content)
  if (name === EC && parameters && encode(parameters.content, 'hex') === P256)
    return { type: 'p256', point: content, spki: bytes }
  return name === RSA ? pkcs1Key(content, bytes) : null
}

/** RSAPublicKey of RFC 8017 appendix A.1.1. */
function pkcs1Key(bytes: Uint8Array, spki?: Uint8Array): PublicKey | null {
  const [n, e] = sequence(derValues(bytes)?.[0]) ?? []
  if (n?.tag !== DER.integer || e?.tag !== DER.integer) return null
  return rsaKey(n.content, e.content, spki)
}

function rsaKey(n: Uint8Array, e: Uint8Array, spki?: Uint8Array): PublicKey | null {
  if (n.length < 64 || n.length > 1025 || e.length === 0 || e.length > 8) return null // real keys have 512 to 8192 bits
  return { type: 'rsa', n: bigint(n), e: bigint(e), spki: spki ?? rsaSpki(n, e) }
}

/** TBSCertificate of RFC 5280 section 4.1: the key is the seventh field if the optional version comes first, otherwise the sixth. */
function certificateKey(bytes: Uint8Array): PublicKey | null {
  const [tbs] = sequence(derValues(bytes)?.[0]) ?? []
  const fields = sequence(tbs) ?? []
  const key = fields[fields[0]?.tag === DER.version ? 6 : 5]
  return key ? spkiKey(key.whole) : null
}

/** RFC 7517, RFC 7518 section 6, RFC 8037. */
function jwkKey(jwk: unknown): PublicKey | null {
  if (!isObject(jwk)) return null
  const field = (name: string) => (typeof jwk[name] === 'string' ? decode(jwk[name], 'base64url') : null)
  const [x, y, n, e] = [field('x'), field('y'), field('n'), field('e')]
  if (jwk.kty === 'OKP' && jwk.crv === 'Ed25519' && x?.length === 32) return ed25519Key(x)
  if (jwk.kty === 'EC' && jwk.crv === 'P-256' && x?.length === 32 && y?.length === 32) {
    const point = concat([Uint8Array.of(4), x, y])
    return { type: 'p256', point, spki: concat([P256_SPKI, point]) }
  }
  return jwk.kty === 'RSA' && n && e ? rsaKey(n, e) : null
}

function rsaSpki(n: Uint8Array, e: Uint8Array): Uint8Array {
  const key = derSequence(concat([derInteger(n), derInteger(e)]))
  const algorithm = decode(`300d0609${RSA}0500`, 'hex')!
  return derSequence(concat([algorithm, derWrap(DER.bitString, concat([Uint8Array.of(0), key]))]))
}

const derSequence = (content: Uint8Array) => derWrap(DER.sequence, content)

/** Unsigned: a leading zero prevents a high first bit from being read as a minus sign. */
function derInteger(bytes: Uint8Array): Uint8Array {
  return derWrap(DER.integer, bytes[0]! >= 0x80 ? concat([Uint8Array.of(0), bytes]) : bytes)
}

function derWrap(tag: number, content: Uint8Array): Uint8Array {
  const { length } = content
  const head = length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff]
  return concat([Uint8Array.from(head), content])
}

function sequence(value: DerValue | undefined): DerValue[] | null {
  return value?.tag === DER.sequence ? derValues(value.content) : null
}

function bigint(bytes: Uint8Array): bigint {
  return BigInt(`0x${encode(bytes, 'hex')}`)
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
