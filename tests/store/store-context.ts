import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'

/** Shared by the parts of the contract. */
export type StoreContext = {
  store(): Store
  /** A bin with this many captures, in which seq n has the target `/n`. */
  filledBin(count: number): Promise<StoredBin>
  /** The bin as stored now. */
  reread(bin: StoredBin): Promise<StoredBin>
}
