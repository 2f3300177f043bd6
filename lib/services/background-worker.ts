import { setTimeout as pauseFor } from 'node:timers/promises'
import type { Logger } from 'pino'
import { createRest } from './rest'

/** Works off a backlog of the database until `stop`. */
export type BackgroundWorker = {
  /** Call it when the backlog has grown. */
  wake(): void
  stop(): Promise<void>
}

export type BackgroundJob = {
  /** Works off the backlog in steps. It rejects if `pace.signal` is aborted, or to be tried again later. */
  work(pace: Pace): Promise<void>
  /** Logged when `work` rejects. */
  failure: string
  log: Pick<Logger, 'warn'>
  /** Whether captures leave time for other work. */
  isIdle(): boolean
  /** How long a step waits for captures that arrive as fast as they can be stored. */
  busyMsMax: number
}

/** How a job yields to others. */
export type Pace = {
  /** Aborted by `stop`. */
  signal: AbortSignal
  /** Call it before each look at the backlog: a `wake` that comes later starts another look. */
  beginLook(): void
  /** Waits until captures leave time, but at most `busyMsMax`. */
  untilIdle(): Promise<void>
  /** The pause between two steps. */
  pause(): Promise<void>
}

/** For backlog that other processes leave. Each look costs one small query. */
const POLL_MS = 5_000
const STEP_PAUSE_MS = 5
const BUSY_POLL_MS = 100
const RETRY_MS = 5_000

export function startBackgroundWorker({ work, failure, log, isIdle, busyMsMax }: BackgroundJob): BackgroundWorker {
  const stopping = new AbortController()
  const { signal } = stopping
  const rest = createRest()
  const pause = (ms: number): Promise<void> => pauseFor(ms, undefined, { signal, ref: false })
  const pace: Pace = {
    signal,
    beginLook: rest.begin,
    async untilIdle() {
      for (let waitedMs = 0; !isIdle() && waitedMs < busyMsMax; waitedMs += BUSY_POLL_MS) await pause(BUSY_POLL_MS)
    },
    pause: () => pause(STEP_PAUSE_MS),
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        await work(pace)
        await rest.pause(POLL_MS)
      } catch (error) {
        if (signal.aborted) return
        log.warn({ err: error }, failure)
        rest.begin() // so that a failure is not repeated at once
        await rest.pause(RETRY_MS)
      }
    }
  }

  const running = run()
  return {
    wake: rest.wake,
    async stop() {
      stopping.abort()
      rest.wake()
      await running
    },
  }
}
