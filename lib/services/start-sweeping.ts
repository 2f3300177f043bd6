import { setTimeout as pause } from 'node:timers/promises'
import { sweep, sweepLeftovers } from './sweep'
import type { SweepPorts } from './sweep-ports'

const EVERY_MS = 5_000
/** Rare, because looking for leftovers reads every bin. */
const LEFTOVERS_EVERY_MS = 3_600_000
/** Pause between two steps, so that sweeping takes at most about half of the time. */
const STEP_PAUSE_MS = 5

/** Sweeps again and again until `stop`, which resolves once the current step is done. */
export function startSweeping(ports: Omit<SweepPorts, 'next'>, everyMs = EVERY_MS): { stop(): Promise<void> } {
  const stopped = new AbortController()
  const { signal } = stopped
  const next = async () => {
    await wait(STEP_PAUSE_MS, signal)
    return !signal.aborted
  }

  async function run(): Promise<void> {
    let leftoversAt = Number.NEGATIVE_INFINITY
    while (!signal.aborted) {
      await wait(everyMs, signal)
      if (signal.aborted) return
      await sweep({ ...ports, next })
      try {
        if (ports.now() - leftoversAt >= LEFTOVERS_EVERY_MS) {
          await sweepLeftovers({ ...ports, next })
          leftoversAt = ports.now()
        }
      } catch (error) {
        ports.log.warn({ err: error }, 'looking for leftovers failed; retrying in the next sweep')
      }
    }
  }
  const running = run()
  return {
    async stop() {
      stopped.abort()
      await running
    },
  }
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await pause(ms, undefined, { signal, ref: false })
  } catch {
    // stopped
  }
}
