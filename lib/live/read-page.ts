import type { CaptureSummary } from '#lib/core/capture'
import type { Store } from '#lib/store/store'
import type { StoredSummary } from '#lib/store/stored-capture'
import type { LiveBin } from './live'
import type { Retry } from './retry'

/** `through`: up to here nothing more is in the store, whatever is missing in the page. */
export type PageRead = { captures: CaptureSummary[]; through: number }

/** Reads what follows `after`; `known` is committed for certain. null once `alive` says no. */
export type ReadPage = (after: number, known: number, alive: () => boolean) => Promise<PageRead | null>

const PAGE_ROWS = 200

export function createReadPage(
  store: Pick<Store, 'listCaptures'>,
  bin: LiveBin,
  summarize: (bin: LiveBin, stored: StoredSummary) => CaptureSummary,
  retry: Retry,
): ReadPage {
  return async (after, known, alive) => {
    const rows = await retry(() => store.listCaptures(bin.key, { after, limit: PAGE_ROWS }), alive)
    if (!rows) return null
    const last = rows.at(-1)?.seq ?? after
    // A page that is not full is the end of what was committed when it was read, and `known` was by then.
    return { captures: rows.map((row) => summarize(bin, row)), through: rows.length < PAGE_ROWS ? Math.max(last, known) : last }
  }
}
