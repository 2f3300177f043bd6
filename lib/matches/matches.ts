import type { View } from '#lib/core/view'
import type { Review, WantedReview } from '#lib/scan/scan'
import type { StoredBin } from '#lib/store/stored-bin'

/** Filters as valid text, for one viewer. Only captures after seq `after` count. `now`: milliseconds since 1970. */
export type WantedMatches = { bin: StoredBin; view: View; texts: readonly string[]; after: number; now: number }

/**
 * `looked`: all captures up to `through` were looked at. `seqs`: for each filter, the seqs that match, ascending, among the captures since the
 * last event and earlier ones that changed meanwhile. The latter may be reported a second time.
 * After `bin:deleted` or `stopping` (the process stops), no event follows.
 */
export type MatchEvent =
  | { type: 'looked'; through: number; seqs: readonly (readonly number[])[] }
  | { type: 'access:changed' }
  | { type: 'bin:deleted' }
  | { type: 'stopping' }

export type MatchListener = (event: MatchEvent) => void

export type MatchWatch = {
  /** Says that the bin holds captures up to `seq`. Resolves once they were looked at, or the watch has ended. */
  lookUpTo(seq: number): Promise<void>
  stop(): void
}

/**
 * Reports which captures match: stored ones first, then new ones. It costs nothing while no captures arrive. The search thread does the work,
 * once for all callers that wait at a bin, so it does not delay captures however many callers there are.
 */
export interface Matches {
  watch(wanted: WantedMatches, listener: MatchListener): MatchWatch
  /** Calls `Scan.review` when its turn comes. null if that takes more than 3 s. */
  review(wanted: WantedReview, signal: AbortSignal): Promise<Review | null>
  /** Call when the process stops. Ends every watch, and later ones as soon as they begin. */
  stopAll(): void
  /** Number of open watches. */
  count(): number
}
