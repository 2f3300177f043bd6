import type { CaptureSummary } from '#lib/core/capture'
import type { Store } from '#lib/store/store'
import type { StoredSummary } from '#lib/store/stored-capture'
import type { LiveBin } from './live'
import type { Retry } from './retry'

/** `through`: the store holds no other captures up to this seq; seqs missing from the page were deleted. */
export type PageRead = { captures: CaptureSummary[]; through: number }

/** Reads the captures that follow `after`. `known`: a seq that is certainly committed. null once `alive` returns false. */
export type ReadPage = (after: number, known: number, alive: () => boolean) => Promise<PageRead | null>

const PAGE_ROWS = 200
const PAGE_CHARS = 262_144 // a slow client keeps one page in memory, and a path may be 64 KiB long

export function createReadPage(
  store: Pick<Store, 'listCaptures'>,
  bin: LiveBin,
  summarize: (bin: LiveBin, stored: StoredSummary) => CaptureSummary,
  retry: Retry,
): ReadPage {
  let limit = PAGE_ROWS // smaller after a page that was too large
  return async (after, known, alive) => {
    const requested = limit
    const rows = await retry(() => store.listCaptures(bin.key, { after, limit: requested }), alive)
    if (!rows) return null
    const captures = firstWithinLimit(rows.map((row) => summarize(bin, row)))
    limit = captures.length < rows.length ? captures.length : Math.min(PAGE_ROWS, requested * 2)
    const last = captures.at(-1)?.seq ?? after
    // A page that is not full reaches the end of what was committed when it was read, and `known` was committed before that.
    const atEnd = rows.length < requested && captures.length === rows.length
    return { captures, through: atEnd ? Math.max(last, known) : last }
  }
}

/** The first captures that together are small enough to keep in memory for a slow reader, and at least one. */
export function firstWithinLimit(captures: CaptureSummary[]): CaptureSummary[] {
  let chars = 0
  const tooMany = captures.findIndex(({ path, query, contentType, userAgent }, index) => {
    chars += path.length + (query?.length ?? 0) + (contentType?.length ?? 0) + (userAgent?.length ?? 0)
    return index > 0 && chars > PAGE_CHARS
  })
  return tooMany < 0 ? captures : captures.slice(0, tooMany)
}
