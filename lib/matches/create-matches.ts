import type { Logger } from 'pino'
import type { Live } from '#lib/live/live'
import { createRetry } from '#lib/live/retry'
import type { Scan } from '#lib/scan/scan'
import { type BinMatches, createBinMatches } from './bin-matches'
import { createFairQueue } from './fair-queue'
import type { Matches, MatchListener, MatchWatch, WatchQuery } from './matches'

/** How many calls of `matchFilters` and `review` may run at a time on the search thread, which has other work too. */
const CONCURRENCY = { max: 16, maxPerKey: 4 }
/** A review that starts later than this is of no use to its caller. */
const REVIEW_WAIT_MS = 3_000
const RETRY_MS = 100

export function createMatches({
  live,
  scan,
  log,
}: {
  live: Pick<Live, 'follow'>
  scan: Pick<Scan, 'matchFilters' | 'review' | 'prepare'>
  log: Pick<Logger, 'warn'>
}): Matches {
  const bins = new Map<number, BinMatches>()
  const enqueue = createFairQueue(CONCURRENCY)
  let stopping = false

  function open({ bin }: WatchQuery): BinMatches {
    const retry = createRetry(RETRY_MS, (error) =>
      log.warn({ err: error, bin: bin.id }, 'the search thread cannot look for captures that callers wait for; retrying'),
    )
    const opened = createBinMatches(bin, {
      match: (wanted, alive) => retry(() => enqueue(bin.key, () => scan.matchFilters(wanted)), alive),
      follow: (follower) => live.follow(bin, follower),
      onEnd: () => bins.delete(bin.key),
    })
    bins.set(bin.key, opened)
    return opened
  }

  return {
    watch(wanted, listener) {
      if (stopping) return stoppedAtOnce(listener)
      scan.prepare()
      return (bins.get(wanted.bin.key) ?? open(wanted)).watch(wanted, listener)
    },
    review: (wanted, signal) => enqueue(wanted.bin.key, () => scan.review(wanted, signal), REVIEW_WAIT_MS),
    stopAll() {
      stopping = true
      for (const bin of [...bins.values()]) bin.end({ type: 'stopping' })
    },
    count: () => [...bins.values()].reduce((sum, bin) => sum + bin.count(), 0),
  }
}

function stoppedAtOnce(listener: MatchListener): MatchWatch {
  const soon = setImmediate(() => listener({ type: 'stopping' }))
  return { caughtUp: async () => {}, stop: () => clearImmediate(soon) }
}
