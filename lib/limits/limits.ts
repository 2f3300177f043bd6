import type { ErrorCode } from '#lib/core/errors'
import type { CaptureRefusal } from '#lib/core/refusal'
import type { FairPool } from './fair-pool'

/** What is counted in a window of time, for each subject by itself. */
export type RateName =
  | 'bins'
  | 'keys'
  | 'captures-per-bin'
  | 'captures-per-address'
  | 'aborted-captures'
  | 'resends'
  | 'deliveries'
  | 'writes'

/** What became of one more. */
export type RateVerdict = {
  name: RateName
  allowed: boolean
  /** So many in so many seconds. */
  count: number
  windowSeconds: number
  remaining: number
  /** Until the window ends, rounded up. */
  resetSeconds: number
}

/** How many there are at the same time, for each subject by itself, in this process. */
export type Places = {
  /** Takes a place and gives the function that leaves it, which may be called twice; null where all are taken. */
  enter(subject: string): (() => void) | null
  isFull(subject: string): boolean
}

/** The limits of this installation. What is not limited costs nothing. */
export interface Limits {
  /** True where `take` may refuse. */
  isLimited(name: RateName): boolean
  /** Takes one; null where there is no limit. It never rejects: where the shared count is away, this process counts for itself. */
  take(name: RateName, subject: string): Promise<RateVerdict | null>
  /** Live streams, by address. */
  readonly streams: Places
  /** Imports of captures under way, by address. */
  readonly imports: Places
  /** Waits for captures: by address, by the owner of the bin, and all. */
  readonly waits: { byAddress: Places; byOwner: Places; all: Places }
  /** Replies that wait for their delay. */
  readonly delayedReplies: FairPool
  /** Exports of captures under way, by address. */
  readonly exports: Places
  close(): Promise<void>
}

export type CountedRefusal = { reason: CaptureRefusal; count: number; lastAt: number }

/**
 * A request that was refused. `binId`: as its URL named it, which may be no bin's. `captureId`: of what is stored of it. `reason`: the code
 * of its problem document. `at`: milliseconds since 1970.
 */
export type RefusedRequest = { binId: string; status: number; reason: ErrorCode; captureId: string | null; at: number }

/** Counts what a bin's senders were refused. Kept for a week after the last, in memory or in Redis, not in the database. */
export interface Refusals {
  count(binKey: number, reason: CaptureRefusal): void
  /** Most frequent first. Where Redis is away, what this process counted. */
  of(binKey: number): Promise<CountedRefusal[]>
  /** Keeps the last ones for a while: a few of each sender. */
  refused(request: RefusedRequest, sender: string): void
  /**
   * Of the last ones since `since`, those for this bin id or one that differs in at most two characters: latest first, at most 10. Of one
   * sender, only the last for the same id and reason.
   */
  near(binId: string, since: number): Promise<RefusedRequest[]>
  close(): Promise<void>
}
