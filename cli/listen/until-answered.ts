import { CallError } from '#lib/client/call-error'
import { isFinal, pause } from '#lib/client/follow'

/** Repeats the call while the server is unreachable. @throws {CallError} if the server refuses; the reason of `signal` */
export async function untilAnswered<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let times = 0; ; times++) {
    try {
      return await call()
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof CallError) || isFinal(error) || error.code.endsWith('_not_found')) throw error
      await pause(error.retryAfterMs ?? Math.min(5_000, 100 * 2 ** Math.min(times, 6)), signal)
    }
  }
}
