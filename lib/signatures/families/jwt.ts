import { utf8Text } from '#lib/core/content'
import { decode, encode, utf8 } from '../bytes'
import type { SignatureCrypto } from '../crypto/crypto'
import { headerValues } from '../header-format'
import type {
  Algorithm,
  Binding,
  Claim,
  Mechanism,
  SentSignature,
  SignatureClaim,
  SignatureRequest,
  SignedParts,
} from '../scheme'
import { type KeyReader, textKey } from '../secret'
import { signatureText } from '../signature-text'

/** The accepted values of `alg` (RFC 7518 section 3.1). `none` must never be one of them. */
const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  HS256: 'hmac-sha256',
  HS384: 'hmac-sha384',
  HS512: 'hmac-sha512',
  ES256: 'ecdsa-p256-raw',
  RS256: 'rsa-sha256',
}

export type Claims = Readonly<Record<string, unknown>>

type JwtScheme = {
  header: string
  /** Such as `Bearer `, in upper or lower case. */
  prefix?: string
  algorithms: readonly (keyof typeof ALGORITHMS & string)[]
  key?: KeyReader
  keyUrl?: Mechanism['keyUrl']
  needsUrl?: boolean
  /** Claims that bind the token to this request. */
  bindings?(claims: Claims, parts: SignedParts, crypto: SignatureCrypto): readonly Binding[]
  signsBody: boolean
  /** Claims of a new token, except its times; null if only the provider can sign. */
  claims: null | ((parts: { request: SignatureRequest; id: string; now: number }, crypto: SignatureCrypto) => Claims)
  /** Seconds until a new token expires; null if it has no times. */
  lifetimeSeconds?: number | null
}

/** A JSON Web Token (RFC 7519) in a header, signed with the shared secret or the provider's key. */
export function jwtScheme(scheme: JwtScheme): Mechanism {
  const {
    header,
    prefix = '',
    algorithms,
    key = textKey,
    keyUrl,
    needsUrl = false,
    bindings,
    signsBody,
    claims,
    lifetimeSeconds = 60,
  } = scheme
  return {
    headers: [header],
    timestamp: { unit: 's', future: true },
    signsBody,
    needsUrl,
    keys: key,
    ...(keyUrl ? { keyUrl } : {}),
    claim: (request) => readClaim(request, header, prefix, algorithms),
    signedStrings: ({ signature }) => [[utf8(signingInput(signature.token ?? ''))]],
    bindings: (parts, crypto) => bindings?.(readToken(parts.signature.token ?? '')?.claims ?? {}, parts, crypto) ?? [],
    sign:
      claims &&
      (({ request, material, now, id, crypto, alter }) => {
        const iat = Math.floor(now / 1000)
        const times = lifetimeSeconds === null ? {} : { iat, nbf: iat, exp: iat + lifetimeSeconds }
        const payload = { ...claims({ request, id, now }, crypto), ...times }
        const input = [{ alg: 'HS256', typ: 'JWT' }, payload]
          .map((part) => encode(utf8(JSON.stringify(part)), 'base64url'))
          .join('.')
        const text = signatureText({ algorithm: 'hmac-sha256', encoding: 'base64url' }, key(material)[0], [utf8(input)], crypto)
        return { headers: [[header, `${prefix}${input}.${alter(text)}`]] }
      }),
  }
}

function readClaim(request: SignatureRequest, header: string, prefix: string, algorithms: readonly string[]): Claim {
  const values = headerValues(request.headers, header)
  if (values.length === 0) return { found: 'nothing' }
  const found = values.flatMap((value) => claimOf(value, header, prefix, algorithms))
  return found.find((claim) => claim.found === 'signatures') ?? found[0]!
}

function claimOf(value: string, header: string, prefix: string, algorithms: readonly string[]): Claim {
  const token = value
    .trim()
    .slice(value.trim().toLowerCase().startsWith(prefix.toLowerCase()) ? prefix.length : 0)
    .trim()
  const read = readToken(token)
  if (read === null) return { found: 'malformed', header, why: 'it is not a JSON Web Token' }
  const { alg, kid } = read.head
  const algorithm = typeof alg === 'string' && algorithms.includes(alg) ? ALGORITHMS[alg] : undefined
  if (!algorithm)
    return { found: 'malformed', header, why: `its algorithm is ${String(alg).slice(0, 20)}, not ${algorithms.join(' or ')}` }
  const [iat, nbf, exp] = [read.claims.iat, read.claims.nbf, read.claims.exp].map(milliseconds)
  const signature: SentSignature = {
    text: read.signature,
    algorithm,
    encoding: 'base64url',
    token,
    keyId: typeof kid === 'string' ? kid : null,
  }
  const claim: SignatureClaim = {
    found: 'signatures',
    header,
    signatures: [signature],
    timestamp: '',
    id: '',
    signedAt: iat ?? nbf ?? null,
  }
  return { ...claim, ...(nbf == null ? {} : { notBefore: nbf }), ...(exp == null ? {} : { expiresAt: exp }) }
}

type ReadToken = { head: Claims; claims: Claims; signature: string }

/** The unverified parts of a token; null if `token` is not a JWT. */
export function readToken(token: string): ReadToken | null {
  const parts = token.split('.')
  const [head, claims] = parts.slice(0, 2).map(jsonPart)
  return parts.length === 3 && head && claims ? { head, claims, signature: parts[2]! } : null
}

function signingInput(token: string): string {
  return token.slice(0, token.lastIndexOf('.'))
}

function jsonPart(text: string): Claims | null {
  const bytes = decode(text, 'base64url')
  try {
    const value: unknown = JSON.parse((bytes && utf8Text(bytes)) ?? '')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : null
  } catch {
    return null
  }
}

/** NumericDate (RFC 7519 section 2). */
function milliseconds(seconds: unknown): number | null {
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1000 : null
}

/** Compares a claim with the hex SHA-256 of `bytes`. `required`: a token without the claim does not match. */
export function hashBinding(
  name: string,
  sent: unknown,
  bytes: Uint8Array,
  concerns: Binding['concerns'],
  crypto: SignatureCrypto,
): Binding {
  return { name, sent: typeof sent === 'string' ? sent : '', expected: encode(crypto.hash('sha256', bytes), 'hex'), concerns }
}
