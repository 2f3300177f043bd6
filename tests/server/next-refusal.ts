import type { RefusalReason } from '#lib/metrics'
import type { Creel } from './start-creel'

/** Resolves with the reason when the next request is refused: what happens after the sender is gone can be awaited by it. */
export function nextRefusal({ runtime: { metrics } }: Creel): Promise<RefusalReason> {
  const { refused } = metrics
  return new Promise((resolve) => {
    metrics.refused = (reason) => {
      metrics.refused = refused
      refused(reason)
      resolve(reason)
    }
  })
}
