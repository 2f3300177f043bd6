import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '#lib/core/errors'
import { LIMITS } from '#lib/core/limits'
import type { View } from '#lib/core/view'
import type { MatchEvent } from '#lib/matches/matches'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'
import { unauthenticated } from '../access'
import type { Actor } from '../actor'
import { watchAccess } from '../watch-access'

/** How long to look, after the time is up, at what was stored by then. The search thread may have to start first. */
const LAST_LOOK_MS = 5_000

/** Subtracted from the longest wait, so that its answer also arrives within `waitSecondsMax`. */
const ANSWERING_MS = 500

/** How long a caller waits who asked for this many seconds. */
export function waitMsFor(seconds: number): number {
  return Math.min(seconds * 1000, LIMITS.waitSecondsMax * 1000 - ANSWERING_MS)
}

export type Gathering = { actor: Actor; bin: StoredBin; view: View; texts: readonly string[]; after: number; now: number }

/** What to do after a look: `more`: go on; `enough`: end at once; `settleMs`: end this much after everything stored before the call was looked at. */
export type NextStep = 'more' | 'enough' | { settleMs: number }

type Reading = Pick<Runtime, 'matches' | 'store' | 'live' | 'now' | 'keyWatch'>
type Take = (seqs: readonly (readonly number[])[]) => NextStep

/**
 * Passes the captures that match to `take`, until it has enough or `waitMs` are over. Returns the seq up to which it looked. All captures that
 * were stored in time are looked at, whichever process stored them.
 *
 * @throws `bin_not_found` if the bin is deleted meanwhile, `unauthenticated` if the key or link ends, `server_stopping`
 * @throws `signal.reason` if the caller disconnected
 */
export function gatherMatches(
  rt: Reading,
  { actor, ...wanted }: Gathering,
  { waitMs, signal }: { waitMs: number; signal: AbortSignal },
  take: Take,
): Promise<number> {
  const stored = wanted.bin.lastSeq
  const lastLookMs = Math.min(LAST_LOOK_MS, LIMITS.waitSecondsMax * 1000 - waitMs)
  let through = wanted.after
  let timer: NodeJS.Timeout | undefined
  let settling = false

  return new Promise<number>((resolve, reject) => {
    const end = (finish: () => void) => {
      clearTimeout(timer)
      watch.stop()
      access.stop()
      signal.removeEventListener('abort', leave)
      finish()
    }
    const fail = (error: unknown) => end(() => reject(error))
    const finish = () => end(() => resolve(through))
    const leave = () => fail(signal.reason)

    function hear(event: MatchEvent): void {
      if (event.type === 'access:changed') access.changed()
      else if (event.type !== 'looked') fail(event.type === 'bin:deleted' ? binGone() : serverStopping())
      else {
        through = event.through
        step(event.seqs)
      }
    }

    function step(seqs: Parameters<Take>[0]): void {
      const next = take(seqs)
      if (next === 'enough') finish()
      else if (next !== 'more' && through >= stored && !settling) settle(next.settleMs)
    }

    function settle(settleMs: number): void {
      settling = true
      clearTimeout(timer)
      if (settleMs === 0) finish()
      else timer = setTimeout(timeIsOver, settleMs)
    }

    async function timeIsOver(): Promise<void> {
      const wasSettling = settling
      try {
        const last = (await rt.store.lastSeqs([wanted.bin.key])).get(wanted.bin.key)
        if (last === undefined) return fail(binGone())
        await Promise.race([watch.lookUpTo(last), pause(lastLookMs, undefined, { ref: false })])
        if (settling === wasSettling) finish() // otherwise the last look completed everything, and settling has just begun
      } catch (error) {
        fail(error)
      }
    }

    timer = setTimeout(timeIsOver, waitMs)
    const watch = rt.matches.watch(wanted, hear)
    const access = watchAccess(rt as Runtime, actor, () => fail(unauthenticated()))
    signal.addEventListener('abort', leave)
    if (signal.aborted) leave()
    else void watch.lookUpTo(stored).then(() => step(wanted.texts.map(() => []))) // `take` may be satisfied by no captures at all
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
