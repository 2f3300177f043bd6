import type { HeaderChange, RawHeaders } from '#lib/core/headers'
import type { SenderId } from '#lib/senders/index'
import type { Encoding } from './bytes'
import type { HashName, PublicKeyAlgorithm, SignatureCrypto } from './crypto/crypto'
import type { PublicKey } from './crypto/public-key'

/** A request to judge. `url` is the absolute URL that the sender called; `body` is the exact bytes. */
export type SignatureRequest = { method: string; url: string; headers: RawHeaders; body: Uint8Array }

/** What the owner has: a secret, a public key (or certificate, or JWK), or both if `secretHint` says so. */
export type Material = { secret: string | null; publicKey: string | null }

/** `keyed-sha256`: SHA-256 of the key followed by the message, not an HMAC. `plain`: the value itself is compared. */
export type Algorithm = `hmac-${HashName}` | 'keyed-sha256' | 'plain' | PublicKeyAlgorithm

/** One signature as it was sent, without the prefix or other syntax of its header. */
export type SentSignature = {
  text: string
  algorithm: Algorithm
  encoding: Encoding
  /** Which of several separately signed items of the body it belongs to. */
  index?: number
  /** The whole JWT that the signature is part of, and the `kid` of the JWT's header. */
  token?: string
  keyId?: string | null
}

/** The signature as found in a request, not yet verified. */
export type Claim =
  | { found: 'nothing' }
  /** `missingHeader`: a header that must accompany the signature header and is missing. */
  | { found: 'malformed'; header: string; why: string; missingHeader?: string }
  | SignatureClaim

export type SignatureClaim = {
  found: 'signatures'
  /** Where the signatures were found: a header's name or a field of the body. */
  header: string
  /** In the order sent. One match is enough; with `every`, all must match. */
  signatures: readonly SentSignature[]
  every?: boolean
  /** The signed timestamp as it was sent; empty if none is signed. */
  timestamp: string
  id: string
  /** When it was signed, in milliseconds since 1970; null if unknown. */
  signedAt: number | null
  /** Seconds were sent instead of milliseconds, or the other way round. */
  wrongUnit?: boolean
  /** The validity period of a JWT, in milliseconds since 1970. Outside of it, the request is late. */
  notBefore?: number
  expiresAt?: number
}

/** The inputs of a signed string. An explanation changes one of these and recomputes. */
export type SignedParts = {
  method: string
  url: string
  headers: RawHeaders
  body: Uint8Array
  timestamp: string
  id: string
  material: Material
  /** The signature that this string is for: a scheme may sign a different string for each. */
  signature: Pick<SentSignature, 'index' | 'algorithm' | 'token'>
}

/** The pieces of the signed string, in order. */
export type SignedString = readonly Uint8Array[]

/** `label` says how the key was read from the secret, such as `text` or `base64-decoded`. */
export type Key = { label: string; bytes: Uint8Array } | { label: string; publicKey: PublicKey; keyId?: string | null }

/** A value that the signed string states, such as a hash of the body, and that must match the request. Compared separately. */
export type Binding = {
  name: string
  sent: string
  /** The value that matches the request. */
  expected: string
  /** Which part of the request was changed if the two differ. */
  concerns: 'body' | 'url' | 'other'
}

export type TimestampUnit = 's' | 'ms' | 'iso'

/** The input for signing a request. */
export type Signing = {
  request: SignatureRequest
  material: Material
  /** Milliseconds since 1970. */
  now: number
  /** The message id, for schemes that sign one. */
  id: string
  crypto: SignatureCrypto
  /** Breaks the signature if the caller wants an invalid one, otherwise returns it unchanged. */
  alter(signature: string): string
}

/** What a new signature changes in a request. */
export type SignedChanges = { headers: readonly HeaderChange[]; body?: Uint8Array; url?: string }

export type SchemeKind = 'hmac' | 'asymmetric' | 'token' | 'jwt'

/** What is shown to people about a scheme. */
export type SchemeFacts = {
  id: string
  label: string
  kind: SchemeKind
  /** Where to find the secret and what it looks like. */
  secretHint: string
  /** How old a signature may be; null if no time is signed. */
  toleranceSeconds: number | null
  /** The provider's documentation. */
  docs: string
  /** What the tests compare this scheme with: a published vector, the provider's SDK, or only its documentation. */
  oracle: string
}

/** How a family of schemes works. */
export type Mechanism = {
  /** Headers that carry signatures, the current one first; empty if the body or the URL carries them. */
  headers: readonly string[]
  /** null: no timestamp is signed. `future`: a timestamp too far ahead is also refused. */
  timestamp: { unit: TimestampUnit; future: boolean } | null
  /** Whether the signature depends on the body, and on the URL as configured at the provider. */
  signsBody: boolean
  needsUrl: boolean
  claim(request: SignatureRequest): Claim
  /** Keys to verify with, the documented way of reading the secret first. Empty if the secret cannot be read. */
  keys(material: Material): readonly Key[]
  /** Strings that may have been signed, the documented one first. Empty if these parts cannot be signed. */
  signedStrings(parts: SignedParts): readonly SignedString[]
  bindings?(parts: SignedParts, crypto: SignatureCrypto): readonly Binding[]
  /** Where the provider publishes the key for this request, on a host that the scheme trusts; null if the owner pastes the key. */
  keyUrl?(request: SignatureRequest): string | null
  /** null if only the provider can sign. */
  sign: ((signing: Signing) => SignedChanges) | null
}

/** `senders`: the ids in lib/senders that send requests signed like this. */
export type Scheme = SchemeFacts & Mechanism & { senders: readonly SenderId[] }
