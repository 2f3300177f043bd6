import type { PublicKey } from './public-key'

export type HashName = 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** `ecdsa-p256-der`: SHA-256, signature as DER. `ecdsa-p256-raw`: the same as r and s, 64 bytes (RFC 7518 section 3.4). RSA is PKCS #1 v1.5. */
export type PublicKeyAlgorithm = 'ed25519' | 'ecdsa-p256-der' | 'ecdsa-p256-raw' | 'rsa-sha1' | 'rsa-sha256'

/**
 * The primitives that schemes are built from. Synchronous, because an explanation tries hundreds of them, and a request is checked before
 * it is stored. `portableCrypto` runs anywhere; a server may pass a faster implementation.
 */
export type SignatureCrypto = {
  hash(name: HashName, message: Uint8Array): Uint8Array
  /** `message` is in pieces, so that no caller has to copy a large body to put a timestamp before it. */
  hmac(name: HashName, key: Uint8Array, message: readonly Uint8Array[]): Uint8Array
  /** False for a key of another kind and for anything that is not a signature. Never throws. */
  verify(algorithm: PublicKeyAlgorithm, key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean
  /** Ed25519, from a 32-byte seed. */
  signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array
}
