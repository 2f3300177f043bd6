/**
 * Seals what has to be read again and must not lie open in the database, its backups or an export. `place` names what a value belongs
 * to; it opens nowhere else.
 */
export interface Vault {
  /** @throws `secret_key_missing` where there is no key and none may be made */
  seal(text: string, place: string): Promise<Uint8Array<ArrayBuffer>>
  /** @throws `secret_key_missing` where the key is not here any more; {Error} where the value was changed or moved */
  open(sealed: Uint8Array, place: string): Promise<string>
  /** True where a value is to be sealed again, because its key is not the first one any more. */
  isStale(sealed: Uint8Array): Promise<boolean>
}
