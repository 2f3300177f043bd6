import { ed25519 } from '@noble/curves/ed25519.js'
import { p256 } from '@noble/curves/nist.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { PKCS1_SHA1, PKCS1_SHA256 } from 'micro-rsa-dsa-dh/rsa.js'
import type { PublicKeyAlgorithm, SignatureCrypto } from './crypto'
import type { PublicKey } from './public-key'

const HASHES = { sha1, sha256, sha384, sha512 }

/** Runs in the browser too, even on a page without HTTPS, where `crypto.subtle` is missing. */
export const portableCrypto: SignatureCrypto = {
  hash: (name, message) => HASHES[name](message),
  hmac(name, key, message) {
    const mac = hmac.create(HASHES[name], key)
    for (const piece of message) mac.update(piece)
    return mac.digest()
  },
  verify(algorithm, key, message, signature) {
    try {
      return verify(algorithm, key, message, signature)
    } catch {
      return false // such as a signature of the wrong length, or a point that is not on the curve
    }
  },
  signEd25519: (seed, message) => ed25519.sign(message, seed),
}

function verify(algorithm: PublicKeyAlgorithm, key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  switch (algorithm) {
    case 'ed25519':
      return key.type === 'ed25519' && ed25519.verify(signature, message, key.bytes, { zip215: false })
    case 'ecdsa-p256-der':
      return key.type === 'p256' && p256.verify(signature, message, key.point, { format: 'der', lowS: false })
    case 'ecdsa-p256-raw':
      return key.type === 'p256' && p256.verify(signature, message, key.point, { format: 'compact', lowS: false })
    case 'rsa-sha1':
      return key.type === 'rsa' && PKCS1_SHA1.verify(key, message, signature)
    case 'rsa-sha256':
      return key.type === 'rsa' && PKCS1_SHA256.verify(key, message, signature)
  }
}
