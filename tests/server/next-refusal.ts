import type { RefusalReason } from '#lib/metrics'
import type { Creel } from './start-creel'

/** Resolves with the reason of the next refusal. Lets a test await what happens after the sender has disconnected. */
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
