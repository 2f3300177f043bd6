/** Limits optional work on the event loop to a small share of the time. */
export type TimeBudget = {
  /** Does the work at once, or returns null if the share is used up. */
  run<T>(work: () => T): T | null
  /** Whether more than half of the burst is left. */
  readonly isIdle: boolean
}

/** The most that one piece of work is charged: if it took longer, the garbage collector or another program interrupted it. */
const PIECE_MS_MAX = 1

/** A token bucket of milliseconds: it refills at `share` milliseconds per millisecond, up to `burstMs`. `clock`: monotonic milliseconds. */
export function createTimeBudget(share: number, burstMs: number, clock: () => number = () => performance.now()): TimeBudget {
  let leftMs = burstMs
  let filledAt = clock()

  function fill(now: number): void {
    leftMs = Math.min(burstMs, leftMs + (now - filledAt) * share)
    filledAt = now
  }

  return {
    run(work) {
      const startedAt = clock()
      fill(startedAt)
      if (leftMs <= 0) return null
      const result = work()
      leftMs -= Math.min(clock() - startedAt, PIECE_MS_MAX)
      return result
    },
    get isIdle() {
      fill(clock())
      return leftMs > burstMs / 2
    },
  }
}
