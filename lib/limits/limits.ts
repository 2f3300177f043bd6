import type { ErrorCode } from '#lib/core/errors'
import type { CaptureRefusal } from '#lib/core/refusal'
import type { FairPool } from './fair-pool'
import type { Turns } from './turns'

/** The rate limits. Each subject is counted separately, in fixed windows. */
export type RateName =
  | 'bins'
  | 'keys'
  | 'captures-per-bin'
  | 'captures-per-address'
  | 'aborted-captures'
  | 'resends'
  | 'deliveries'
  | 'writes'

/** The result of `take`. */
export type RateVerdict = {
  name: RateName
  allowed: boolean
  /** At most this many in `windowSeconds`. */
  count: number
  windowSeconds: number
  remaining: number
  /** Seconds until the window ends, rounded up. */
  resetSeconds: number
}

/** A concurrency limit in this process. Each subject is counted separately. */
export type ConcurrencyLimit = {
  /** Takes a slot. Returns a function that releases it, which may be called twice; null if all slots are taken. */
  acquire(subject: string): (() => void) | null
  isFull(subject: string): boolean
}

/** The limits of this installation. A rate without a limit costs nothing. */
export interface Limits {
  /** Whether there is a limit, so that `take` may refuse. */
  isLimited(name: RateName): boolean
  /** Takes one. null if there is no limit. Never rejects: while Redis is unreachable, this process counts for itself. */
  take(name: RateName, subject: string): Promise<RateVerdict | null>
  /** Live streams, by address. */
  readonly streams: ConcurrencyLimit
  /** Running imports of captures, by address. */
  readonly imports: ConcurrencyLimit
  /** Waits for captures: by address, by the owner of the bin, and in total. */
  readonly waits: { byAddress: ConcurrencyLimit; byOwner: ConcurrencyLimit; all: ConcurrencyLimit }
  /** Replies that are being delayed. */
  readonly delayedReplies: FairPool
  /** Reads of captures, and imports: each keeps the event loop busy for milliseconds, and one caller may start many. */
  readonly turns: Turns
  /** Running exports of captures, by address. */
  readonly exports: ConcurrencyLimit
  close(): Promise<void>
}

export type CountedRefusal = { reason: CaptureRefusal; count: number; lastAt: number }

/**
 * A request that was refused. `binId`: as in its URL; perhaps no bin has it. `captureId`: what was stored of the request, or null. `reason`:
 * the code of its problem document. `at`: milliseconds since 1970.
 */
export type RefusedRequest = { binId: string; status: number; reason: ErrorCode; captureId: string | null; at: number }

/** Counts refused requests of a bin's senders. Counts are kept for a week after the last refusal, in memory or in Redis, not in the database. */
export interface Refusals {
  count(binKey: number, reason: CaptureRefusal): void
  /** Most frequent first. While Redis is unreachable, only what this process counted. */
  of(binKey: number): Promise<CountedRefusal[]>
  /** Remembers a refused request for a while; only the last few of each sender are kept. */
  refused(request: RefusedRequest, sender: string): void
  /**
   * The remembered requests since `since` for this bin id, or for an id that differs in at most two characters: latest first, at most 10. Of
   * several requests by the same sender for the same id and reason, only the last.
   */
  near(binId: string, since: number): Promise<RefusedRequest[]>
  close(): Promise<void>
}
