/** Work on the event loop that many may have at once. */
export type Turns = {
  /** Resolves when it is the caller's turn, which lasts until its next await. */
  next(): Promise<void>
}

/**
 * One turn for each round of the event loop, first come, first served. So however many work in turns, everything else waits for one turn at
 * most.
 */
export function createTurns(): Turns {
  const waiting: (() => void)[] = []

  function grantOne(): void {
    waiting.shift()!()
    if (waiting.length > 0) setImmediate(grantOne)
  }

  return {
    next: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        if (waiting.length === 1) setImmediate(grantOne)
      }),
  }
}
