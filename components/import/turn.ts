const SLICE_MS = 12

/** Lets the page draw and answer once a slice of time is used up: to be awaited in a long loop. */
export function createTurn(): () => Promise<void> {
  let startedAt = performance.now()
  return async () => {
    if (performance.now() - startedAt < SLICE_MS) return
    await new Promise((resolve) => setTimeout(resolve))
    startedAt = performance.now()
  }
}
