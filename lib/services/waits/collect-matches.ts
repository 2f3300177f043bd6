import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '#lib/core/errors'
import { LIMITS } from '#lib/core/limits'
import type { Permission } from '#lib/core/permission'
import type { MatchEvent } from '#lib/matches/matches'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'
import { unauthenticated } from '../access'
import type { Actor } from '../actor'
import { watchAccess } from '../watch-access'

/** How long to keep matching, after the time is up, what was stored by then. The search thread may have to start first. */
const FINAL_CHECK_MS = 5_000

/** Subtracted from the longest wait, so that its answer also arrives within `waitSecondsMax`. */
const ANSWERING_MS = 500

/** How long a caller waits who asked for this many seconds. */
export function waitMsFor(seconds: number): number {
  return Math.min(seconds * 1000, LIMITS.waitSecondsMax * 1000 - ANSWERING_MS)
}

export type CollectInput = {
  actor: Actor
  bin: StoredBin
  permission: Permission
  texts: readonly string[]
  after: number
  now: number
}

/** What to do next: `more`: go on; `enough`: end at once; `settleMs`: end this much after everything stored before the call was matched. */
export type NextStep = 'more' | 'enough' | { settleMs: number }

type Reading = Pick<Runtime, 'matches' | 'store' | 'live' | 'now' | 'keyWatch'>
type OnMatches = (seqs: readonly (readonly number[])[]) => NextStep

/**
 * Passes the captures that match to `onMatches`, until it has enough or `waitMs` are over. Returns the seq up to which it matched. All captures that
 * were stored in time are matched, whichever process stored them.
 *
 * @throws `bin_not_found` if the bin is deleted meanwhile, `unauthenticated` if the key or link ends, `server_stopping`
 * @throws `signal.reason` if the caller disconnected
 */
export function collectMatches(
  rt: Reading,
  { actor, ...query }: CollectInput,
  { waitMs, signal }: { waitMs: number; signal: AbortSignal },
  onMatches: OnMatches,
): Promise<number> {
  const stored = query.bin.lastSeq
  const finalCheckMs = Math.min(FINAL_CHECK_MS, LIMITS.waitSecondsMax * 1000 - waitMs)
  let through = query.after
  let timer: NodeJS.Timeout | undefined
  let settling = false

  return new Promise<number>((resolve, reject) => {
    const end = (finish: () => void) => {
      clearTimeout(timer)
      watch.stop()
      access.stop()
      signal.removeEventListener('abort', onAbort)
      finish()
    }
    const fail = (error: unknown) => end(() => reject(error))
    const finish = () => end(() => resolve(through))
    const onAbort = () => fail(signal.reason)

    function onEvent(event: MatchEvent): void {
      if (event.type !== 'progress') fail(event.type === 'bin:deleted' ? binGone() : serverStopping())
      else {
        through = event.through
        step(event.seqs)
      }
    }

    function step(seqs: Parameters<OnMatches>[0]): void {
      const next = onMatches(seqs)
      if (next === 'enough') finish()
      else if (next !== 'more' && through >= stored && !settling) settle(next.settleMs)
    }

    function settle(settleMs: number): void {
      settling = true
      clearTimeout(timer)
      if (settleMs === 0) finish()
      else timer = setTimeout(onTimeOut, settleMs)
    }

    async function onTimeOut(): Promise<void> {
      const wasSettling = settling
      try {
        const last = (await rt.store.lastSeqs([query.bin.key])).get(query.bin.key)
        if (last === undefined) return fail(binGone())
        await Promise.race([watch.caughtUp(last), pause(finalCheckMs, undefined, { ref: false })])
        if (settling === wasSettling) finish() // otherwise the last step completed everything, and settling has just begun
      } catch (error) {
        fail(error)
      }
    }

    timer = setTimeout(onTimeOut, waitMs)
    const watch = rt.matches.watch(query, onEvent)
    const access = watchAccess(rt as Runtime, actor, query.bin, () => fail(unauthenticated()))
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
    else void watch.caughtUp(stored).then(() => step(query.texts.map(() => []))) // `onMatches` may be satisfied by no captures at all
  })
}

function binGone(): AppError {
  return new AppError('bin_not_found', 'The bin was deleted while you waited.')
}

function serverStopping(): AppError {
  return new AppError('server_stopping', 'The server is being stopped. Send the same call again, with the same `after`.', {
    headers: { 'retry-after': '1' },
  })
}
