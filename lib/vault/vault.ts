/**
 * Encrypts secrets that have to be read again, so that they never lie in plain text in the database, its backups or an export. `place`
 * names the row that a value belongs to; it cannot be decrypted for any other.
 */
export interface Vault {
  /** @throws `secret_key_missing` where there is no key and none may be created */
  seal(text: string, place: string): Promise<Uint8Array<ArrayBuffer>>
  /** @throws `secret_key_missing` where the key is no longer here; {Error} where the value was changed or moved */
  open(sealed: Uint8Array, place: string): Promise<string>
  /** True where a value has to be sealed again, because it was not sealed with the first key. */
  isStale(sealed: Uint8Array): Promise<boolean>
}
