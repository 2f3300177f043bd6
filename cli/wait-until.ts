import type { AnswerOf } from '#lib/client/calls'
import type { Client } from '#lib/client/client'
import { untilAnswered } from './server'

export type Waited = AnswerOf<'waitForCaptures'>
type WaitQuery = { bin: string; q: string; after: number; count: number }

/** The longest single call, so that no proxy cuts it off. */
const CALL_SECONDS_MAX = 50

/** Waits longer than the server allows in one call, by repeating the call. @throws {CallError} */
export async function waitUntil(
  client: Pick<Client, 'waitForCaptures'>,
  query: WaitQuery,
  deadline: number,
  signal: AbortSignal,
  callSecondsMax = CALL_SECONDS_MAX,
): Promise<Waited> {
  for (;;) {
    const left = Math.max(0, deadline - Date.now()) / 1000
    const timeout = Math.floor(Math.min(callSecondsMax, left) * 1000) / 1000
    const waited = await untilAnswered(() => client.waitForCaptures({ ...query, timeout }, { signal }), deadline, signal)
    if (waited.satisfied || deadline - Date.now() <= 0) return waited
  }
}
