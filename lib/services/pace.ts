import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'

/** Of a long look: so much work, then so much rest. */
const WORK_MS = 8
const REST_MS = 2

/** Called between the steps of one look: the other looks take their turns. */
export type Pace = () => Promise<void>

/**
 * A look that never rests keeps one processor busy until it ends. A low priority does not help who shares the process's part of the
 * machine, or its second thread, and a capture then waits for a processor longer than for the disk.
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
