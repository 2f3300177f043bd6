import type { KeyScope } from '#lib/core/access-key'

/** An owner of bins. Times are milliseconds since 1970. */
export type StoredOwner = { id: string; createdAt: number }

/** A stored access key. */
export type StoredKey = {
  id: string
  /** SHA-256 of the key, hex. */
  hash: string
  ownerId: string
  label: string | null
  scope: KeyScope
  /** The only bins (`StoredBin.key`) that the key may read; null: all bins of the owner. */
  binKeys: readonly number[] | null
  createdAt: number
  lastUsedAt: number | null
  /** null: never. */
  expiresAt: number | null
}

/** The part of the store for owners and their access keys. */
export interface KeyStore {
  /** Adds an owner with their first key. Returns false and adds nothing if a key with this hash exists. */
  addOwner(owner: StoredOwner, key: StoredKey): Promise<boolean>
  findOwner(id: string): Promise<StoredOwner | null>
  findKey(hash: string): Promise<StoredKey | null>
  /** Newest first, including expired keys. */
  listKeys(ownerId: string): Promise<StoredKey[]>
  /**
   * Adds a key of an owner, on behalf of the owner's key `by`. If the owner has `keysMax` keys already, expired ones are deleted to make room.
   * `full`: none was expired. `revoked`: `by` no longer exists.
   */
  addKey(key: StoredKey, by: string, keysMax: number): Promise<'added' | 'full' | 'revoked'>
  /** `last`: nothing was deleted, because it is the only key of scope `full` that is valid at `now`. */
  deleteKey(ownerId: string, id: string, now: number): Promise<'deleted' | 'last' | 'gone'>
  /** Replaces the key `id` by `fresh` atomically. False if `id` no longer exists. */
  replaceKey(id: string, fresh: StoredKey): Promise<boolean>
  /** Which of these keys still exist. */
  existingKeys(ids: readonly string[]): Promise<ReadonlySet<string>>
  /** Stores when keys were last used. Ignores deleted keys. */
  touchKeys(uses: ReadonlyMap<string, number>): Promise<void>
}
