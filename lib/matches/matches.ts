import type { Permission } from '#lib/core/permission'
import type { Review, ReviewQuery } from '#lib/scan/scan'
import type { StoredBin } from '#lib/store/stored-bin'

/** Filters as valid text, for one reader. Only captures after seq `after` count. `now`: milliseconds since 1970. */
export type WatchQuery = { bin: StoredBin; permission: Permission; texts: readonly string[]; after: number; now: number }

/**
 * `progress`: all captures up to `through` were matched. `seqs`: for each filter, the seqs that match, ascending, among the captures since the
 * last event and earlier ones that changed meanwhile. The latter may be reported a second time.
 * After `bin:deleted` or `stopping` (the process stops), no event follows.
 */
export type MatchEvent =
  | { type: 'progress'; through: number; seqs: readonly (readonly number[])[] }
  | { type: 'bin:deleted' }
  | { type: 'stopping' }

export type MatchListener = (event: MatchEvent) => void

export type MatchWatch = {
  /** Says that the bin holds captures up to `seq`. Resolves once they were matched, or the watch has ended. */
  caughtUp(seq: number): Promise<void>
  stop(): void
}

/**
 * Reports which captures match: stored ones first, then new ones. It costs nothing while no captures arrive. The search thread does the work,
 * once for all callers that wait at a bin, so it does not delay captures however many callers there are.
 */
export interface Matches {
  watch(wanted: WatchQuery, listener: MatchListener): MatchWatch
  /** Calls `Scan.review` when its turn comes. null if that takes more than 3 s. */
  review(wanted: ReviewQuery, signal: AbortSignal): Promise<Review | null>
  /** Call when the process stops. Ends every watch, and later ones as soon as they begin. */
  stopAll(): void
  /** Number of open watches. */
  count(): number
}
