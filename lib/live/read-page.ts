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
const PAGE_CHARS = 262_144 // a slow client holds one page; a path may be as long as 64 KiB

export function createReadPage(
  store: Pick<Store, 'listCaptures'>,
  bin: LiveBin,
  summarize: (bin: LiveBin, stored: StoredSummary) => CaptureSummary,
  retry: Retry,
): ReadPage {
  let limit = PAGE_ROWS // fewer where the last page was too heavy
  return async (after, known, alive) => {
    const asked = limit
    const rows = await retry(() => store.listCaptures(bin.key, { after, limit: asked }), alive)
    if (!rows) return null
    const captures = lightBeginning(rows.map((row) => summarize(bin, row)))
    limit = captures.length < rows.length ? captures.length : Math.min(PAGE_ROWS, asked * 2)
    const last = captures.at(-1)?.seq ?? after
    // A page that is not full is the end of what was committed when it was read, and `known` was by then.
    const atEnd = rows.length < asked && captures.length === rows.length
    return { captures, through: atEnd ? Math.max(last, known) : last }
  }
}

/** At least one capture, then as many as are not too heavy to hold in memory for a reader that is behind. */
export function lightBeginning(captures: CaptureSummary[]): CaptureSummary[] {
  let chars = 0
  const tooMany = captures.findIndex(({ path, query, contentType, userAgent }, index) => {
    chars += path.length + (query?.length ?? 0) + (contentType?.length ?? 0) + (userAgent?.length ?? 0)
    return index > 0 && chars > PAGE_CHARS
  })
  return tooMany < 0 ? captures : captures.slice(0, tooMany)
}
