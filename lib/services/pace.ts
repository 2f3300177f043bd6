import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'

/** Of a long look: so much work, then so much rest. */
const WORK_MS = 8
const REST_MS = 2

/** Called between the steps of one look: the other looks take their turns. */
export type Pace = () => Promise<void>

/**
 * For one look. One that never rests keeps a processor busy until it ends, and where there are few of them captures wait for it in
 * spite of the thread's low priority (docs/decisions/0007-scan-thread.md).
 */
export function createPace(): Pace {
  let restedAt = performance.now()
  return async () => {
    if (performance.now() - restedAt < WORK_MS) await turn()
    else {
      await pause(REST_MS)
      restedAt = performance.now()
    }
  }
}
