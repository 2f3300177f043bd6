const SLICE_MS = 12

/** Returns a function to await in a long loop. It yields to the page each time a slice of time is used up. */
export function createYieldIfDue(): () => Promise<void> {
  let startedAt = performance.now()
  return async () => {
    if (performance.now() - startedAt < SLICE_MS) return
    await new Promise((resolve) => setTimeout(resolve))
    startedAt = performance.now()
  }
}
