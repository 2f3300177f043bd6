import type { ShareShow } from '#lib/core/share'

/** A stored share link. Times are milliseconds since 1970. */
export type StoredShare = {
  id: string
  binKey: number
  /** null: the whole bin. */
  captureSeq: number | null
  /** SHA-256 of the token, hex. */
  tokenHash: string
  show: ShareShow
  createdAt: number
  expiresAt: number
  lastUsedAt: number | null
}

/** The part of the store for share links. */
export interface ShareStore {
  /** @throws `bin_not_found` */
  addShare(share: StoredShare): Promise<void>
  /** Newest first, including expired links. */
  listShares(binKey: number): Promise<StoredShare[]>
  findShare(tokenHash: string): Promise<StoredShare | null>
  /** False if there was no such link. */
  deleteShare(binKey: number, id: string): Promise<boolean>
  /** Stores the last use. Ignores a deleted link. */
  touchShare(id: string, usedAt: number): Promise<void>
  /** Deletes links of the bin that are expired at `now`. */
  deleteExpiredShares(binKey: number, now: number): Promise<void>
}
