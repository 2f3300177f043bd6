import { setTimeout as pause, setImmediate as yieldTurn } from 'node:timers/promises'

/** A long search rests after this much work, so that captures get a processor. */
const WORK_MS = 8
const REST_MS = 2
/** An export rests less often, because nobody waits for its next step as for a search while typing. */
export const EXPORT_WORK_MS = 40

/** Called between the steps of one search, so that the other searches take their turns. */
export type YieldToOthers = () => Promise<void>

/**
 * For one search. Without rests a search keeps a core busy until it ends, and on a machine with few cores captures wait for it in spite
 * of the thread's low priority (docs/decisions/0007-scan-thread.md).
 */
export function createYieldToOthers(workMs = WORK_MS): YieldToOthers {
  let pausedAt = performance.now()
  return async () => {
    if (performance.now() - pausedAt < workMs) await yieldTurn()
    else {
      await pause(REST_MS)
      pausedAt = performance.now()
    }
  }
}
