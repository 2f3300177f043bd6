import type { StoredBin } from './store'

/** What the capture path asks of a bin. */
export interface BinCache {
  /** The bin, or null where it is unknown or expired. */
  find(id: string): Promise<StoredBin | null>
  /** Forget it: it changed, here or in another process. */
  forget(id: string): void
  forgetAll(): void
}
