import type { HeaderChange, RawHeaders } from '#lib/core/headers'
import type { SenderId } from '#lib/senders/index'
import type { Encoding } from './bytes'
import type { HashName, PublicKeyAlgorithm, SignatureCrypto } from './crypto/crypto'
import type { PublicKey } from './crypto/public-key'

/** A request to judge. `url` is absolute, as the sender called it. `body`: the exact bytes. */
export type SignatureRequest = { method: string; url: string; headers: RawHeaders; body: Uint8Array }

/** What the owner knows: a secret, a public key (or certificate, or JWK), or both where `secretHint` says so. */
export type Material = { secret: string | null; publicKey: string | null }

/** `keyed-sha256`: SHA-256 of the key followed by the message, not an HMAC. `plain`: the value itself is compared. */
export type Algorithm = `hmac-${HashName}` | 'keyed-sha256' | 'plain' | PublicKeyAlgorithm

/** One signature as it was sent, without what its header puts around it. */
export type SentSignature = {
  text: string
  algorithm: Algorithm
  encoding: Encoding
  /** Which of several signed things it belongs to, where each has its own. */
  index?: number
  /** The whole JWT that it ends, and the `kid` of its head. */
  token?: string
  keyId?: string | null
}

/** What a request says about its signature. */
export type Claim =
  | { found: 'nothing' }
  /** `missingHeader`: what the signature header needs beside it. */
  | { found: 'malformed'; header: string; why: string; missingHeader?: string }
  | SignatureClaim

export type SignatureClaim = {
  found: 'signatures'
  /** Where they were found: a header's name, or a field of the body. */
  header: string
  /** In the order sent; one that matches is enough, unless `every`. */
  signatures: readonly SentSignature[]
  every?: boolean
  /** As it was sent and is signed; empty where nothing of the kind is. */
  timestamp: string
  id: string
  /** When it was signed, in milliseconds since 1970; null if that is not said. */
  signedAt: number | null
  /** Seconds were sent where milliseconds are due, or the other way round. */
  wrongUnit?: boolean
  /** Set by a JWT: outside of it, in milliseconds, the request is late. */
  notBefore?: number
  expiresAt?: number
}

/** What a signed string is made of. An explanation changes one of these and computes again. */
export type SignedParts = {
  method: string
  url: string
  headers: RawHeaders
  body: Uint8Array
  timestamp: string
  id: string
  material: Material
  /** Which of several it is for. */
  signature: Pick<SentSignature, 'index' | 'algorithm' | 'token'>
}

/** In pieces that are signed one after the other. */
export type SignedString = readonly Uint8Array[]

/** `label` says how the key was read from the secret: `text`, `base64-decoded`. */
export type Key = { label: string; bytes: Uint8Array } | { label: string; publicKey: PublicKey; keyId?: string | null }

/** Something that the signed string only names, by hash or by value, and that is compared on its own. */
export type Binding = {
  name: string
  sent: string
  /** What it has to be for these parts. */
  expected: string
  /** What is wrong if the two differ. */
  concerns: 'body' | 'url' | 'other'
}

export type TimestampUnit = 's' | 'ms' | 'iso'

/** How a signature is put into a request. */
export type Signing = {
  request: SignatureRequest
  material: Material
  /** Milliseconds since 1970. */
  now: number
  /** The message id, for schemes that sign one. */
  id: string
  crypto: SignatureCrypto
  /** Spoils the signature on purpose; the identity otherwise. */
  alter(signature: string): string
}

/** What a new signature changes in a request. */
export type SignedChanges = { headers: readonly HeaderChange[]; body?: Uint8Array; url?: string }

export type SchemeKind = 'hmac' | 'asymmetric' | 'token' | 'jwt'

/** What people are told about a scheme. */
export type SchemeFacts = {
  id: string
  label: string
  kind: SchemeKind
  /** Where to find the secret and what it looks like. */
  secretHint: string
  /** How old a signature may be; null where no time is signed. */
  toleranceSeconds: number | null
  /** The provider's page. */
  docs: string
  /** What the tests compare this scheme with: a published vector, the provider's SDK, or nothing but its documentation. */
  oracle: string
}

/** How a family of schemes works. */
export type Mechanism = {
  /** Headers that carry signatures, the current one first; empty where the body or the URL carries them. */
  headers: readonly string[]
  /** null: no timestamp is signed. `future`: also refused when it lies too far ahead. */
  timestamp: { unit: TimestampUnit; future: boolean } | null
  /** Whether the signature depends on the body, and on the URL as the provider knows it. */
  signsBody: boolean
  needsUrl: boolean
  claim(request: SignatureRequest): Claim
  /** Keys to check with, the documented way of reading the secret first. Empty if it cannot be read. */
  keys(material: Material): readonly Key[]
  /** What may have been signed, the documented string first. Empty if these parts cannot be signed. */
  signedStrings(parts: SignedParts): readonly SignedString[]
  bindings?(parts: SignedParts, crypto: SignatureCrypto): readonly Binding[]
  /** Where the provider publishes the key for this request, on a host that the scheme trusts; null where it is pasted. */
  keyUrl?(request: SignatureRequest): string | null
  /** null where only the provider can sign. */
  sign: ((signing: Signing) => SignedChanges) | null
}

/** `senders`: who sends such requests, in lib/senders. */
export type Scheme = SchemeFacts & Mechanism & { senders: readonly SenderId[] }
