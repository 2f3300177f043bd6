import { setTimeout as pause } from 'node:timers/promises'

/** Calls `read` until it succeeds. null once `alive` returns false. */
export type Retry = <T>(read: () => Promise<T>, alive: () => boolean) => Promise<T | null>

const PAUSE_MAX_MS = 5000

/** Pauses double from `firstPauseMs` up to 5 s. `onFailure` is called only for the first of several failures in a row. */
export function createRetry(firstPauseMs: number, onFailure: (error: unknown) => void): Retry {
  return async (read, alive) => {
    for (let pauseMs = firstPauseMs; alive(); pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS)) {
      try {
        return await read()
      } catch (error) {
        if (!alive()) return null
        if (pauseMs === firstPauseMs) onFailure(error)
        await pause(pauseMs, undefined, { ref: false })
      }
    }
    return null
  }
}
