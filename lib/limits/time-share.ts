/** Work on the event loop that may take a small part of the time, and no more. */
export type TimeShare = {
  /** Does the work at once, or gives null where the share of the last moments is used up. */
  run<T>(work: () => T): T | null
  /** Little of the share was used lately. */
  readonly isIdle: boolean
}

/** One piece of work counts no more than that: what lasts longer was interrupted, by the garbage collector or by other programs. */
const PIECE_MS_MAX = 1

/** A token bucket of milliseconds: `share` of the time is let in, up to `burstMs` of it at once. `clock` in milliseconds, monotonic. */
export function createTimeShare(share: number, burstMs: number, clock: () => number = () => performance.now()): TimeShare {
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
