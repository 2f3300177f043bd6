import { readForwardRate } from '#lib/core/forward/retry'
import type { StoredForward } from '#lib/store/forward-store'

/** While captures wait to be stored, a forward's concurrency is divided by this. */
const CAPTURES_FIRST_DIVISOR = 8

/** Limits how many requests a forward has in flight, and how soon it may start the next one. */
export class SendLimiter {
  /** Nothing is sent before this time. */
  nextAt = 0

  constructor(private readonly capturesWait: () => boolean) {}

  /** How many requests may be in flight at a time. */
  maxInFlight({ concurrency, order }: Pick<StoredForward, 'concurrency' | 'order'>, isProbing: boolean): number {
    if (order === 'strict' || isProbing) return 1
    return this.capturesWait() ? Math.ceil(concurrency / CAPTURES_FIRST_DIVISOR) : concurrency
  }

  /** Call when a request starts. The rate decides when the next one may start. */
  started({ rate }: Pick<StoredForward, 'rate'>, now: number): void {
    const limit = rate === null ? null : readForwardRate(rate)
    if (limit) this.nextAt = Math.max(now, this.nextAt) + limit.windowMs / limit.count
  }

  delayUntil(until: number): void {
    this.nextAt = Math.max(this.nextAt, until)
  }
}
