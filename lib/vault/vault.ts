/**
 * Encrypts secrets that have to be read again, so that the database, its backups and exports never contain them in plain text. `context` names the
 * row that a value belongs to; it cannot be decrypted for any other.
 */
export interface Vault {
  /** @throws `secret_key_missing` if there is no key and none may be created */
  seal(text: string, context: string): Promise<Uint8Array<ArrayBuffer>>
  /** @throws `secret_key_missing` if the key is missing; {Error} if the value was changed or moved */
  open(sealed: Uint8Array, context: string): Promise<string>
  /** True if a value should be encrypted again, because it was not encrypted with the first key. */
  isStale(sealed: Uint8Array): Promise<boolean>
}
