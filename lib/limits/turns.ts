import { setImmediate as nextRound } from 'node:timers/promises'

/** Work on the event loop that many callers may have at once, such as reads of large bodies. */
export type Turns = {
  /** Resolves when it is the caller's turn, which lasts until it waits for something else than a promise that is resolved already. */
  next(): Promise<void>
}

/** How much of each round of the event loop such work may take, up to the turn that exceeds it. */
const ROUND_MS = 2

/**
 * First come, first served. However many callers there are, each round of the event loop serves everything else too, after `ROUND_MS` and
 * at most one turn more. `clock`: monotonic milliseconds.
 */
export function createTurns(clock: () => number = () => performance.now()): Turns {
  const waiting: (() => void)[] = []
  let usedMs = 0
  let round: Promise<void> | null = null // while some of the current round is used
  let serving = false

  async function serve(): Promise<void> {
    serving = true
    while (waiting.length > 0) {
      if (usedMs >= ROUND_MS) await round
      const startedAt = clock()
      waiting.shift()!()
      await turnEnded()
      usedMs += clock() - startedAt
      round ??= startRound()
    }
    serving = false
  }

  async function startRound(): Promise<void> {
    await nextRound()
    usedMs = 0
    round = null
  }

  return {
    next: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        if (!serving) void serve()
      }),
  }
}

/** Node runs these callbacks once no resolved promise is left that somebody awaits. */
function turnEnded(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve))
}
