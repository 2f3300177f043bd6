import type { PublicKey } from './public-key'

export type HashName = 'sha1' | 'sha256' | 'sha384' | 'sha512'

/**
 * `ecdsa-p256-der`: SHA-256, signature in DER. `ecdsa-p256-raw`: the same with r and s concatenated, 64 bytes (RFC 7518 section 3.4). RSA is
 * PKCS #1 v1.5.
 */
export type PublicKeyAlgorithm = 'ed25519' | 'ecdsa-p256-der' | 'ecdsa-p256-raw' | 'rsa-sha1' | 'rsa-sha256'

/**
 * The primitives that schemes are built from. Synchronous, because an explanation calls them hundreds of times and because a request is
 * checked before it is stored. `portableCrypto` runs anywhere; a server may pass a faster implementation.
 */
export type SignatureCrypto = {
  hash(name: HashName, message: Uint8Array): Uint8Array
  /** `message` comes in pieces, so that callers can put a timestamp before a large body without copying it. */
  hmac(name: HashName, key: Uint8Array, message: readonly Uint8Array[]): Uint8Array
  /** False if the key is of another kind or if `signature` is malformed. Never throws. */
  verify(algorithm: PublicKeyAlgorithm, key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean
  /** Ed25519, from a 32-byte seed. */
  signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array
}
