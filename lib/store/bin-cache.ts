import type { StoredBin } from './stored-bin'

/** Caches bins for the capture path. */
export interface BinCache {
  /** The bin, or null if it is unknown or expired. */
  find(id: string): Promise<StoredBin | null>
  /** Call when a bin changed, here or in another process. */
  forget(id: string): void
  forgetAll(): void
}
