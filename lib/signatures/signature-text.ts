import { concat, decode, encode, equalTexts } from './bytes'
import type { SignatureCrypto } from './crypto/crypto'
import type { Key, SentSignature, SignedString } from './scheme'

type PublicKeyOfScheme = Extract<Key, { publicKey: unknown }>
type Kind = Pick<SentSignature, 'algorithm' | 'encoding'>

/**
 * The signature of `message` as its sender would write it, without its header's prefix or other syntax.
 * @throws {TypeError} if `key` cannot sign: it is undefined or a public key.
 */
export function signatureText(kind: Kind, key: Key | undefined, message: SignedString, crypto: SignatureCrypto): string {
  const text = expectedText(kind, key, message, crypto)
  if (text === null) throw new TypeError('this key cannot sign')
  return text
}

/** Like `signatureText`, but returns null if `key` can only verify. */
export function expectedText(
  { algorithm, encoding }: Kind,
  key: Key | undefined,
  message: SignedString,
  crypto: SignatureCrypto,
): string | null {
  if (!key || !('bytes' in key)) return null
  if (algorithm === 'plain') return latin1Text(key.bytes)
  if (algorithm === 'keyed-sha256') return encode(crypto.hash('sha256', concat([key.bytes, ...message])), encoding)
  const hash = /^hmac-(.+)$/.exec(algorithm)?.[1] as 'sha256' | undefined
  return hash === undefined ? null : encode(crypto.hmac(hash, key.bytes, message), encoding)
}

/** Whether `sent` is the signature of `message` with `key`. Compared as text, like the SDKs do, and in constant time. */
export function matches(sent: SentSignature, key: Key, message: SignedString, crypto: SignatureCrypto): boolean {
  if ('publicKey' in key) return verifies(sent, key, message, crypto)
  const expected = expectedText(sent, key, message, crypto)
  return expected !== null && expected !== '' && equalTexts(expected, sent.text)
}

function verifies(sent: SentSignature, key: PublicKeyOfScheme, message: SignedString, crypto: SignatureCrypto): boolean {
  const { algorithm } = sent
  if (algorithm === 'plain' || algorithm === 'keyed-sha256' || algorithm.startsWith('hmac-')) return false
  if (sent.keyId && key.keyId && sent.keyId !== key.keyId) return false
  const bytes = decode(sent.text, sent.encoding)
  return bytes !== null && crypto.verify(algorithm as 'ed25519', key.publicKey, concat(message), bytes)
}

function latin1Text(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}
