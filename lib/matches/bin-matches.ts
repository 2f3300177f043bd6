import { captureSeq } from '#lib/core/ids'
import type { BinFollower, Watch } from '#lib/live/live'
import type { MatchQuery, MatchResult } from '#lib/scan/scan'
import type { StoredBin } from '#lib/store/stored-bin'
import { groupQueries } from './group-queries'
import type { MatchEvent, MatchListener, MatchWatch, WatchQuery } from './matches'

/** The callers that wait for captures of one bin. */
export type BinMatches = {
  watch(wanted: WatchQuery, listener: MatchListener): MatchWatch
  /** Ends all watches, with `event` as their last. */
  end(event: MatchEvent): void
  count(): number
}

export type BinMatchesPorts = {
  /** Resolves with null only once `alive` returns false. */
  match(wanted: MatchQuery, alive: () => boolean): Promise<MatchResult | null>
  follow(follower: BinFollower): Watch
  onEnd(): void
}

/** A watcher that is further behind than this catches up alone first, so that the others do not wait for it. */
const NEAR_SEQS = 500
/** At most this many changed captures are matched again. People do not change more at once by hand. */
const CHANGED_MAX = 1_000

/**
 * `cursor`: everything up to this seq was matched. `catchingUp`: it is far behind and is matched by itself. `missed`: captures that changed
 * meanwhile and were matched again only for the others.
 */
type Watcher = {
  wanted: WatchQuery
  listener: MatchListener
  cursor: number
  catchingUp: boolean
  missed: Set<number>
  awaited: { seq: number; resolve(): void }[]
}

/**
 * Matches the captures of one bin for all callers that wait there. There is no gap between stored and new captures: both are read from
 * the store after the watcher's cursor, and the live stream only says how far the bin has grown.
 */
export function createBinMatches(bin: StoredBin, ports: BinMatchesPorts): BinMatches {
  const watchers = new Set<Watcher>()
  const changed = new Set<number>()
  let reached = 0
  let matching = false

  const following = ports.follow((event) => {
    if (event.type === 'reached') reach(event.seq)
    else if (event.type === 'bin:deleted') end(event)
    else if (event.type === 'capture:updated') matchAgain(event.seq)
    else if (event.type === 'delivery') matchAgain(captureSeq(bin.captureTag, event.delivery.captureId))
  })

  function reach(seq: number): void {
    reached = Math.max(reached, seq)
    wake()
  }

  function matchAgain(seq: number | null): void {
    if (seq === null || changed.size >= CHANGED_MAX) return
    changed.add(seq)
    wake()
  }

  function wake(): void {
    for (const watcher of watchers) {
      if (!watcher.catchingUp && reached - watcher.cursor > NEAR_SEQS) void catchUp(watcher)
    }
    if (!matching) void matchLoop()
  }

  async function catchUp(watcher: Watcher): Promise<void> {
    watcher.catchingUp = true
    while (watchers.has(watcher) && (watcher.missed.size > 0 || reached - watcher.cursor > NEAR_SEQS)) {
      const changedSeqs = [...watcher.missed]
      watcher.missed.clear()
      await matchGroup([watcher], changedSeqs)
    }
    watcher.catchingUp = false
    if (watchers.has(watcher)) wake()
  }

  async function matchLoop(): Promise<void> {
    matching = true
    for (let group = nextGroup(); group.length > 0; group = nextGroup()) {
      const changedSeqs = [...changed]
      changed.clear()
      queueForCatchUp(changedSeqs)
      await matchGroup(group, changedSeqs)
    }
    matching = false
  }

  function queueForCatchUp(changedSeqs: readonly number[]): void {
    for (const { catchingUp, missed } of watchers) {
      if (!catchingUp) continue
      for (const seq of changedSeqs) if (missed.size < CHANGED_MAX) missed.add(seq)
    }
  }

  /** The watchers for which there are captures to match. */
  function nextGroup(): Watcher[] {
    const together = [...watchers].filter(({ catchingUp }) => !catchingUp)
    return changed.size > 0 ? together : together.filter(({ cursor }) => cursor < reached)
  }

  async function matchGroup(group: readonly Watcher[], changedSeqs: readonly number[]): Promise<void> {
    const through = reached
    const queries = groupQueries(group)
    const alive = () => group.some((watcher) => watchers.has(watcher))
    const result = await ports.match({ bin, filters: queries.filters, through, changedSeqs }, alive)
    if (!result) return
    for (const watcher of group) {
      if (watchers.has(watcher)) report(watcher, queries.resultsFor(watcher, result.matched), result.through, changedSeqs)
    }
  }

  function report(
    watcher: Watcher,
    matched: readonly (readonly number[])[],
    through: number,
    changedSeqs: readonly number[],
  ): void {
    const { cursor, wanted } = watcher
    const isNew = (seq: number) => seq > cursor || (seq > wanted.after && changedSeqs.includes(seq))
    watcher.cursor = Math.max(cursor, through)
    watcher.listener({ type: 'progress', through: watcher.cursor, seqs: matched.map((seqs) => seqs.filter(isNew)) })
    resolveAwaited(watcher)
  }

  function resolveAwaited(watcher: Watcher): void {
    const open = watchers.has(watcher)
    const done = watcher.awaited.filter(({ seq }) => !open || seq <= watcher.cursor)
    watcher.awaited = watcher.awaited.filter((each) => !done.includes(each))
    for (const { resolve } of done) resolve()
  }

  function stop(watcher: Watcher): void {
    if (!watchers.delete(watcher)) return
    resolveAwaited(watcher)
    if (watchers.size > 0) return
    following.stop()
    ports.onEnd()
  }

  function end(event: MatchEvent): void {
    const all = [...watchers]
    for (const watcher of all) stop(watcher)
    for (const { listener } of all) listener(event)
  }

  return {
    end,
    count: () => watchers.size,
    watch(wanted, listener) {
      const watcher: Watcher = { wanted, listener, cursor: wanted.after, catchingUp: false, missed: new Set(), awaited: [] }
      watchers.add(watcher)
      reach(wanted.bin.lastSeq)
      return {
        stop: () => stop(watcher),
        async caughtUp(seq) {
          reach(seq)
          if (watcher.cursor >= seq || !watchers.has(watcher)) return
          await new Promise<void>((resolve) => watcher.awaited.push({ seq, resolve }))
        },
      }
    },
  }
}
