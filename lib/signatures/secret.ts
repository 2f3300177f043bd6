import { decode, type Encoding, utf8 } from './bytes'
import { ed25519Key, readKeyDocument, readPublicKey } from './crypto/public-key'
import type { Key, Material } from './scheme'

/** How a scheme derives keys from the owner's secret or public key. */
export type KeyReader = (material: Material) => readonly Key[]

/** The UTF-8 bytes of the secret exactly as shown, prefix included. */
export const textKey: KeyReader = ({ secret }) => (secret ? [{ label: 'text', bytes: utf8(secret) }] : [])

/** Decodes the secret, without `prefix` if it starts with that. */
export function decodedKey(encoding: Encoding, prefix = ''): KeyReader {
  return ({ secret }) => {
    const text = secret?.startsWith(prefix) ? secret.slice(prefix.length) : secret
    const bytes = text ? decode(text, encoding) : null
    return bytes ? [{ label: `${encoding}-decoded`, bytes }] : []
  }
}

/** Reads `publicKey`, or `secret` if the key was pasted there. */
export const publicKeyOf: KeyReader = ({ secret, publicKey }) =>
  [publicKey, secret].flatMap((text): Key[] => {
    const key = text ? readPublicKey(text) : null
    return key ? [{ label: `${key.type} public key`, publicKey: key }] : []
  })

/** Like `publicKeyOf`, and also reads a JWK Set: all its keys, each with its id. */
export const publicKeysOf: KeyReader = ({ secret, publicKey }) =>
  [publicKey, secret].flatMap((text) =>
    (text ? readKeyDocument(text) : []).map(
      ({ kid, key }): Key => ({ label: `${key.type} public key`, publicKey: key, keyId: kid }),
    ),
  )

/** The seed of an Ed25519 private key, given as `whsk_` and base64 of 64 bytes, or of the 32-byte seed alone. */
export function ed25519Seed(text: string | null): Uint8Array | null {
  const bytes = text?.startsWith('whsk_') ? decode(text.slice(5), 'base64') : null
  return bytes && (bytes.length === 64 || bytes.length === 32) ? bytes.subarray(0, 32) : null
}

export function ed25519PublicHalf(text: string | null): Key[] {
  const bytes = text?.startsWith('whsk_') ? decode(text.slice(5), 'base64') : null
  return bytes?.length === 64 ? [{ label: 'ed25519 public key', publicKey: ed25519Key(bytes.subarray(32)) }] : []
}
