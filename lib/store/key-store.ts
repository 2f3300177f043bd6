import type { KeyScope } from '#lib/core/access-key'

/** Who owns bins. Times are milliseconds since 1970. */
export type StoredOwner = { id: string; createdAt: number }

/** An access key as it is kept. */
export type StoredKey = {
  id: string
  /** SHA-256 of the key, hex. */
  hash: string
  ownerId: string
  label: string | null
  scope: KeyScope
  /** Where the key reads only these bins (`StoredBin.key`); null: all of the owner. */
  binKeys: readonly number[] | null
  createdAt: number
  lastUsedAt: number | null
  /** null: never. */
  expiresAt: number | null
}

/** The part of the store that says who may act for whom. */
export interface KeyStore {
  /** Adds an owner with their first key. Returns false and adds nothing if a key with this hash exists. */
  addOwner(owner: StoredOwner, key: StoredKey): Promise<boolean>
  findOwner(id: string): Promise<StoredOwner | null>
  findKey(hash: string): Promise<StoredKey | null>
  /** Newest first, expired ones too. */
  listKeys(ownerId: string): Promise<StoredKey[]>
  /**
   * Adds a key of an owner, on behalf of their key `by`. Where the owner holds `keysMax` keys already, expired ones make room.
   * `full`: none did. `revoked`: `by` is gone.
   */
  addKey(key: StoredKey, by: string, keysMax: number): Promise<'added' | 'full' | 'revoked'>
  /** `last`: nothing was deleted, because it is the only key of scope `full` that is valid at `now`. */
  deleteKey(ownerId: string, id: string, now: number): Promise<'deleted' | 'last' | 'gone'>
  /** Puts `fresh` in the place of the key `id`, all or nothing. False where that was gone. */
  replaceKey(id: string, fresh: StoredKey): Promise<boolean>
  /** Those of these keys that still exist. */
  existingKeys(ids: readonly string[]): Promise<ReadonlySet<string>>
  /** Keeps when keys were last used. Nothing happens to those that are gone. */
  touchKeys(uses: ReadonlyMap<string, number>): Promise<void>
}
