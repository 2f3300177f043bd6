import type { ShareShow } from '#lib/core/share'

/** A share as it is kept. Times are milliseconds since 1970. */
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

/** The part of the store that says who else may look. */
export interface ShareStore {
  /** @throws `bin_not_found` */
  addShare(share: StoredShare): Promise<void>
  /** Newest first, expired ones too. */
  listShares(binKey: number): Promise<StoredShare[]>
  findShare(tokenHash: string): Promise<StoredShare | null>
  /** False where it was gone already. */
  deleteShare(binKey: number, id: string): Promise<boolean>
  /** Keeps the last use; nothing happens where the share is gone. */
  touchShare(id: string, usedAt: number): Promise<void>
  /** Takes away those of the bin whose time was over at `now`. */
  deleteExpiredShares(binKey: number, now: number): Promise<void>
}
