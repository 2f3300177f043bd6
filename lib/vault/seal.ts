import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

// A sealed value: version (1 byte), id of the key (8), nonce (12), ciphertext, tag (16). AES-256-GCM; NIST SP 800-38D.

const VERSION = 1
const KEY_ID_BYTES = 8
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEADER_BYTES = 1 + KEY_ID_BYTES

/** A key of 32 bytes, and its id, which sealed values contain. */
export type SealingKey = { id: string; bytes: Uint8Array }

export function sealingKey(bytes: Uint8Array): SealingKey {
  const id = createHash('sha256').update('creel sealing key').update(bytes).digest('hex')
  return { id: id.slice(0, 2 * KEY_ID_BYTES), bytes }
}

/** Encrypts a value. `context`: the row it belongs to. It can be decrypted only with the same context, so copying it to another row is useless. */
export function seal(key: SealingKey, text: string, context: string): Uint8Array<ArrayBuffer> {
  const header = Buffer.concat([Uint8Array.of(VERSION), Buffer.from(key.id, 'hex')])
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.concat([header, Buffer.from(context)]))
  return Uint8Array.from(Buffer.concat([header, nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]))
}

/** The id of the key that encrypted a value. @throws {Error} if it is not a sealed value of this version */
export function keyIdOf(sealed: Uint8Array): string {
  if (sealed[0] !== VERSION || sealed.byteLength < HEADER_BYTES + NONCE_BYTES + TAG_BYTES) {
    throw new Error('an encrypted value is damaged, or a later version wrote it')
  }
  return Buffer.from(sealed.subarray(1, HEADER_BYTES)).toString('hex')
}

/** Decrypts a value. @throws {Error} if it was changed, belongs to another context, or was encrypted with another key */
export function unseal(key: SealingKey, sealed: Uint8Array, context: string): string {
  const header = sealed.subarray(0, HEADER_BYTES)
  const nonce = sealed.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.concat([header, Buffer.from(context)]))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  const text = decipher.update(sealed.subarray(HEADER_BYTES + NONCE_BYTES, -TAG_BYTES))
  return Buffer.concat([text, decipher.final()]).toString('utf8')
}
