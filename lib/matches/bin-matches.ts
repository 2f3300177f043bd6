import { captureSeq } from '#lib/core/ids'
import type { BinFollower, Watch } from '#lib/live/live'
import type { AskedFilter, Looked, WantedLook } from '#lib/scan/scan'
import type { StoredBin } from '#lib/store/stored-bin'
import type { MatchEvent, MatchListener, MatchWatch, WantedMatches } from './matches'

/** The callers that wait for captures of one bin. */
export type BinMatches = {
  watch(wanted: WantedMatches, listener: MatchListener): MatchWatch
  /** Ends all watches, with `event` as their last. */
  end(event: MatchEvent): void
  count(): number
}

export type BinMatchesPorts = {
  /** Resolves with null only once `alive` returns false. */
  look(wanted: WantedLook, alive: () => boolean): Promise<Looked | null>
  follow(follower: BinFollower): Watch
  onEnd(): void
}

/** A watcher that is further behind than this catches up alone first, so that the others do not wait for it. */
const NEAR_SEQS = 500
/** At most this many changed captures are looked at again. People do not change more at once by hand. */
const CHANGED_MAX = 1_000

/**
 * `cursor`: everything up to this seq was looked at. `alone`: it is far behind and catches up separately. `missed`: captures that changed
 * meanwhile, which only the others have looked at again.
 */
type Watcher = {
  wanted: WantedMatches
  listener: MatchListener
  cursor: number
  alone: boolean
  missed: Set<number>
  awaited: { seq: number; resolve(): void }[]
}

/**
 * Looks through the captures of one bin for all callers that wait there. There is no gap between stored and new captures: both are read from
 * the store after the watcher's cursor, and the live stream only says how far the bin has grown.
 */
export function createBinMatches(bin: StoredBin, ports: BinMatchesPorts): BinMatches {
  const watchers = new Set<Watcher>()
  const changed = new Set<number>()
  let reached = 0
  let looking = false

  const following = ports.follow((event) => {
    if (event.type === 'reached') reach(event.seq)
    else if (event.type === 'bin:deleted') end(event)
    else if (event.type === 'access:changed') tellAll(event)
    else if (event.type === 'capture:updated') lookAgain(event.seq)
    else if (event.type === 'delivery') lookAgain(captureSeq(bin.captureTag, event.delivery.captureId))
  })

  function reach(seq: number): void {
    reached = Math.max(reached, seq)
    wake()
  }

  function lookAgain(seq: number | null): void {
    if (seq === null || changed.size >= CHANGED_MAX) return
    changed.add(seq)
    wake()
  }

  function wake(): void {
    for (const watcher of watchers) {
      if (!watcher.alone && reached - watcher.cursor > NEAR_SEQS) void catchUp(watcher)
    }
    if (!looking) void lookOn()
  }

  async function catchUp(watcher: Watcher): Promise<void> {
    watcher.alone = true
    while (watchers.has(watcher) && (watcher.missed.size > 0 || reached - watcher.cursor > NEAR_SEQS)) {
      const again = [...watcher.missed]
      watcher.missed.clear()
      await look([watcher], again)
    }
    watcher.alone = false
    if (watchers.has(watcher)) wake()
  }

  async function lookOn(): Promise<void> {
    looking = true
    for (let group = nextGroup(); group.length > 0; group = nextGroup()) {
      const again = [...changed]
      changed.clear()
      leaveForThoseAlone(again)
      await look(group, again)
    }
    looking = false
  }

  function leaveForThoseAlone(again: readonly number[]): void {
    for (const { alone, missed } of watchers) {
      if (!alone) continue
      for (const seq of again) if (missed.size < CHANGED_MAX) missed.add(seq)
    }
  }

  /** The watchers for which there is something to look at. */
  function nextGroup(): Watcher[] {
    const together = [...watchers].filter(({ alone }) => !alone)
    return changed.size > 0 ? together : together.filter(({ cursor }) => cursor < reached)
  }

  async function look(group: readonly Watcher[], again: readonly number[]): Promise<void> {
    const through = reached
    const asked = askedBy(group)
    const alive = () => group.some((watcher) => watchers.has(watcher))
    const looked = await ports.look({ bin, asked: asked.filters, through, again }, alive)
    if (!looked) return
    for (const watcher of group) {
      if (watchers.has(watcher)) give(watcher, asked.answersTo(watcher, looked.matched), looked.through, again)
    }
  }

  function give(watcher: Watcher, matched: readonly (readonly number[])[], through: number, again: readonly number[]): void {
    const { cursor, wanted } = watcher
    const isNew = (seq: number) => seq > cursor || (seq > wanted.after && again.includes(seq))
    watcher.cursor = Math.max(cursor, through)
    watcher.listener({ type: 'looked', through: watcher.cursor, seqs: matched.map((seqs) => seqs.filter(isNew)) })
    settle(watcher)
  }

  function settle(watcher: Watcher): void {
    const open = watchers.has(watcher)
    const done = watcher.awaited.filter(({ seq }) => !open || seq <= watcher.cursor)
    watcher.awaited = watcher.awaited.filter((each) => !done.includes(each))
    for (const { resolve } of done) resolve()
  }

  function tellAll(event: MatchEvent): void {
    for (const { listener } of [...watchers]) listener(event)
  }

  function stop(watcher: Watcher): void {
    if (!watchers.delete(watcher)) return
    settle(watcher)
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
      const watcher: Watcher = { wanted, listener, cursor: wanted.after, alone: false, missed: new Set(), awaited: [] }
      watchers.add(watcher)
      reach(wanted.bin.lastSeq)
      return {
        stop: () => stop(watcher),
        async lookUpTo(seq) {
          reach(seq)
          if (watcher.cursor >= seq || !watchers.has(watcher)) return
          await new Promise<void>((resolve) => watcher.awaited.push({ seq, resolve }))
        },
      }
    },
  }
}

/** Collects the filters of a group. Equal filters from the same seq on are asked only once. */
function askedBy(group: readonly Watcher[]) {
  const filters: AskedFilter[] = []
  const places = new Map<string, number>()
  const placesOf = new Map<Watcher, number[]>()
  for (const watcher of group) {
    const { cursor: after, wanted } = watcher
    placesOf.set(
      watcher,
      wanted.texts.map((text) => placeOf({ text, view: wanted.view, now: namesTime(text) ? wanted.now : 0, after })),
    )
  }
  return {
    filters,
    answersTo: (watcher: Watcher, matched: readonly (readonly number[])[]) =>
      placesOf.get(watcher)!.map((place) => matched[place]!),
  }

  function placeOf(filter: AskedFilter): number {
    const { text, view, now, after } = filter
    const key = `${after} ${now} ${view.redacted} ${view.captureSeq} ${text}`
    const known = places.get(key)
    if (known !== undefined) return known
    places.set(key, filters.length)
    return filters.push(filter) - 1
  }
}

/** Whether the result may depend on the time, as that of `after:10m` does. */
function namesTime(text: string): boolean {
  return /after:|before:/i.test(text)
}
