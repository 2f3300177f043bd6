import type { Steps } from '#lib/core/redact/steps'
import type { YieldToOthers } from './yield-to-others'

/** The longest time that work blocks the event loop. */
const SLICE_MS = 8

/** Runs work that yields, and pauses whenever it has blocked others for a slice. */
export async function inSteps<T>(steps: Steps<T>, yieldToOthers: YieldToOthers): Promise<T> {
  let since = performance.now()
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() - since < SLICE_MS) continue
    await yieldToOthers()
    since = performance.now()
  }
}

/** Calls `make` for each of these, in slices. */
export function inSlices<A, B>(all: readonly A[], make: (each: A) => B, yieldToOthers: YieldToOthers): Promise<B[]> {
  return inSteps(eachOf(all, make), yieldToOthers)
}

function* eachOf<A, B>(all: readonly A[], make: (each: A) => B): Steps<B[]> {
  const results: B[] = []
  for (const each of all) {
    results.push(make(each))
    yield
  }
  return results
}
