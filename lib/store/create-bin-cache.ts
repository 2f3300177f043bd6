import { isPossibleBinId } from '#lib/core/ids'
import type { BinCache } from './bin-cache'
import type { Store } from './store'
import type { StoredBin } from './stored-bin'

/** Without a bus, it takes at most this long to see a change by another process. */
const FRESH_MS = 1_000
const BINS_MAX = 10_000

type Entry = { found: Promise<StoredBin | null>; at: number; bin: StoredBin | null }

/**
 * Caches each bin for a second. Unknown ids are not cached, because another process may be creating such a bin. A bin that expires while it is
 * cached is looked up again, because a later capture may have extended its life. Concurrent lookups share one query.
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
        if (bin && !isExpired(bin, now())) {
          entry.bin = bin
          return bin
        }
        forgetThis()
        return null
      },
      (error) => {
        forgetThis()
        throw error
      },
    )
    const entry: Entry = { found, at: now(), bin: null }
    entries.set(id, entry)
    if (entries.size > BINS_MAX) entries.delete(entries.keys().next().value!)
    return found
  }

  return {
    find(id) {
      const entry = entries.get(id)
      if (entry && now() - entry.at < FRESH_MS && !(entry.bin && isExpired(entry.bin, now()))) return entry.found
      entries.delete(id)
      return isPossibleBinId(id) ? lookUp(id) : Promise.resolve(null)
    },
    forget: (id) => void entries.delete(id),
    forgetAll: () => entries.clear(),
  }
}
