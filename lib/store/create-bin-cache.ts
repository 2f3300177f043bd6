import type { BinCache } from './bin-cache'
import type { Store, StoredBin } from './store'

/** What another process changed is seen after so long at the latest, where no bus tells of it. */
const FRESH_MS = 1_000
const BINS_MAX = 10_000
/** Anything else is no bin's id, and some of it cannot be asked for (NUL). */
const POSSIBLE_ID = /^[a-z0-9-]{1,63}$/

type Entry = { found: Promise<StoredBin | null>; at: number }

/**
 * Bins that were asked for within the last second. Unknown ones are not remembered: another process may be making them.
 * Requests that come while a bin is being looked up wait for the same answer.
 */
export function createBinCache(
  store: Pick<Store, 'findBin'>,
  isExpired: (bin: StoredBin, now: number) => boolean,
  now: () => number,
): BinCache {
  const entries = new Map<string, Entry>()

  function lookUp(id: string): Promise<StoredBin | null> {
    const forgetThis = () => {
      if (entries.get(id)?.found === found) entries.delete(id)
    }
    const found: Promise<StoredBin | null> = store.findBin(id).then(
      (bin) => {
        if (bin && !isExpired(bin, now())) return bin
        forgetThis()
        return null
      },
      (error) => {
        forgetThis()
        throw error
      },
    )
    entries.set(id, { found, at: now() })
    if (entries.size > BINS_MAX) entries.delete(entries.keys().next().value!)
    return found
  }

  return {
    find(id) {
      const entry = entries.get(id)
      if (entry && now() - entry.at < FRESH_MS) return entry.found
      entries.delete(id)
      return POSSIBLE_ID.test(id) ? lookUp(id) : Promise.resolve(null)
    },
    forget: (id) => void entries.delete(id),
    forgetAll: () => entries.clear(),
  }
}
