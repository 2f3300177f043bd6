import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { type SweepPorts, sweep } from './sweep'

const EVERY_MS = 5_000
/** Between two steps, so that at most about half of the time goes to them. */
const STEP_PAUSE_MS = 5

/** Sweeps again and again until `stop`, which resolves once the step under way is done. */
export function startSweeping(
  ports: Omit<SweepPorts, 'next' | 'log'> & { log: Pick<Logger, 'info' | 'warn'> },
  everyMs = EVERY_MS,
): { stop(): Promise<void> } {
  const stopped = new AbortController()
  const { signal } = stopped
  const next = async () => {
    await wait(STEP_PAUSE_MS, signal)
    return !signal.aborted
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await wait(everyMs, signal)
      if (signal.aborted) return
      try {
        await sweep({ ...ports, next })
      } catch (error) {
        ports.log.warn({ err: error }, 'retention failed; it goes on later')
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
