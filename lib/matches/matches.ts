import type { View } from '#lib/core/view'
import type { Review, WantedReview } from '#lib/scan/scan'
import type { StoredBin } from '#lib/store/store'

/** Filters as text that parses, for one viewer; `after`: the seq of the last capture that does not count. `now`: milliseconds since 1970. */
export type WantedMatches = { bin: StoredBin; view: View; texts: readonly string[]; after: number; now: number }

/**
 * `looked`: all captures up to `through` were looked at; `seqs`: for each filter those that match, ascending, of the captures since the last
 * time and of earlier ones that changed meanwhile, which may come a second time.
 * `bin:deleted` and `stopping` (the process stops) are the last.
 */
export type MatchEvent =
  | { type: 'looked'; through: number; seqs: readonly (readonly number[])[] }
  | { type: 'access:changed' }
  | { type: 'bin:deleted' }
  | { type: 'stopping' }

export type MatchListener = (event: MatchEvent) => void

export type MatchWatch = {
  /** The bin holds captures up to this seq. Resolves once they were looked at, or nobody looks any more. */
  lookUpTo(seq: number): Promise<void>
  stop(): void
}

/**
 * Tells which captures match, stored ones first, then those that come. Between two captures it costs nothing. The search thread looks,
 * once for all who wait at a bin, so however many there are, captures do not wait for it.
 */
export interface Matches {
  watch(wanted: WantedMatches, listener: MatchListener): MatchWatch
  /** As `Scan.review`, in its turn; null where that does not come within 3 s. */
  review(wanted: WantedReview, signal: AbortSignal): Promise<Review | null>
  /** Ends every watch, and those that begin later at once: the process stops. */
  stopAll(): void
  /** How many watches there are. */
  count(): number
}
