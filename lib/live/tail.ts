import type { CaptureSummary } from '#lib/core/capture'
import { createChanges } from './changes'
import type { BinEvent, BinListener, LiveBin, LiveCapture, Watch } from './live'
import type { PageRead, ReadPage } from './read-page'

/** One bin that somebody in this process watches. */
export type Tail = {
  readonly bin: LiveBin
  /** Committed here, in the order of the commits. */
  captured(captures: readonly LiveCapture[]): void
  /** The store holds captures up to this seq. */
  reach(seq: number): void
  changed(event: BinEvent): void
  watch(after: number | undefined, listener: BinListener): Watch
  watcherCount(): number
  end(): void
}

/**
 * `cursor`: the last seq given to the listener, or passed over because it is not in the store any more; null: not known yet.
 * `busy`: it reads from the store, or its listener holds it. One that is not busy has come as far as the tail.
 */
type Watcher = { cursor: number | null; busy: boolean; stopped: boolean; hold: Promise<unknown> | null; listener: BinListener }

export type TailPorts = {
  readPage: ReadPage
  /** The last seq of the bin, or null where it is gone. Rejects only once `alive` says no. */
  lastSeq(alive: () => boolean): Promise<number | null>
  onListenerError(error: unknown): void
  /** Nobody watches any more. */
  onEnd(): void
}

/**
 * The stream of one bin. Its cursor is the last seq that went out to the watchers that keep up. A commit that follows it goes
 * out at once; where one is missing between, the tail reads on from the store. A watcher that is behind reads for itself, page
 * by page, and goes over to what comes live in the same step in which it has caught up: nothing fits between.
 *
 * Seq n in the store implies all smaller ones, so a page read after a cursor is complete, and a hole in it is a deleted row.
 */
export function createTail(bin: LiveBin, ports: TailPorts): Tail {
  const watchers = new Set<Watcher>()
  const changes = createChanges()
  let cursor: number | null = null // null until the store said how far the bin has come
  let reached = 0
  let reading = false
  let ended = false

  async function open(): Promise<void> {
    const last = await ports.lastSeq(() => !ended)
    if (ended) return
    if (last === null) return changed({ type: 'bin:deleted' })
    cursor = Math.max(last, reached)
    reached = cursor
    for (const watcher of watchers) start(watcher)
  }

  function start(watcher: Watcher): void {
    watcher.cursor ??= cursor
    if (!watcher.busy && isBehind(watcher)) void catchUp(watcher)
  }

  function isBehind(watcher: Watcher): boolean {
    return cursor !== null && watcher.cursor !== null && watcher.cursor < cursor
  }

  /** Until the watcher is where the tail is; there is no step between seeing that and being live. */
  async function catchUp(watcher: Watcher): Promise<void> {
    watcher.busy = true
    while (!watcher.stopped && (watcher.hold || isBehind(watcher))) {
      if (watcher.hold) await letGo(watcher)
      else {
        await readFrom(
          watcher.cursor!,
          cursor!,
          () => !watcher.stopped,
          ({ captures, through }) => give(watcher, captures, through),
        )
      }
    }
    watcher.busy = false
  }

  async function letGo(watcher: Watcher): Promise<void> {
    const { hold } = watcher
    await hold
    if (watcher.hold === hold) watcher.hold = null
  }

  /**
   * Gives `take` a page after `after`, as it is after what was taken away or changed while it was on its way, in the very step in which
   * that is known: nothing is told between. Not where nobody waits for it any more.
   */
  async function readFrom(after: number, known: number, alive: () => boolean, take: (page: PageRead) => void): Promise<void> {
    changes.readBegins()
    const page = await ports.readPage(after, known, alive)
    const captures = page && changes.apply(page.captures)
    changes.readEnds()
    changes.forgetThrough(cursor ?? 0)
    if (page && alive()) take({ captures: captures!, through: page.through })
  }

  function give(watcher: Watcher, captures: CaptureSummary[], through: number): void {
    const from = watcher.cursor!
    watcher.cursor = Math.max(from, through)
    const fresh = captures.length > 0 && captures[0]!.seq > from ? captures : captures.filter(({ seq }) => seq > from)
    if (fresh.length > 0) tell(watcher, { type: 'captures', captures: fresh })
  }

  function tell(watcher: Watcher, event: Parameters<BinListener>[0]): void {
    try {
      const held = watcher.listener(event)
      if (!held) return
      const released = held.catch((error: unknown) => giveUp(watcher, error))
      watcher.hold = watcher.hold ? Promise.all([watcher.hold, released]) : released
      if (!watcher.busy) void catchUp(watcher)
    } catch (error) {
      giveUp(watcher, error)
    }
  }

  function giveUp(watcher: Watcher, error: unknown): void {
    ports.onListenerError(error)
    stop(watcher)
  }

  function stop(watcher: Watcher): void {
    watcher.stopped = true
    if (watchers.delete(watcher) && watchers.size === 0 && !ended) end()
  }

  function end(): void {
    ended = true
    for (const watcher of watchers) watcher.stopped = true
    watchers.clear()
    ports.onEnd()
  }

  /** The next captures for those that keep up; the others will read them. `make` is called only where somebody does. */
  function advance(make: () => CaptureSummary[], through: number): void {
    const keepingUp = [...watchers].filter(({ busy }) => !busy)
    cursor = Math.max(cursor!, through)
    if (keepingUp.length === 0) return
    const captures = changes.apply(make())
    changes.forgetThrough(cursor)
    for (const watcher of keepingUp) if (!watcher.stopped) give(watcher, captures, through)
  }

  function reach(seq: number): void {
    reached = Math.max(reached, seq)
    if (cursor !== null && cursor < reached && !reading) void readOn()
  }

  async function readOn(): Promise<void> {
    reading = true
    while (!ended && cursor! < reached) {
      if ([...watchers].every(({ busy }) => busy)) {
        cursor = reached // nobody keeps up: each reads for itself
        break
      }
      await readFrom(
        cursor!,
        reached,
        () => !ended,
        ({ captures, through }) => advance(() => captures, through),
      )
    }
    reading = false
  }

  function changed(event: BinEvent): void {
    if (event.type === 'capture:deleted') changes.deleted(event.seq, cursor ?? 0)
    if (event.type === 'capture:updated') changes.updated(event.seq, event.patch, cursor ?? 0)
    if (event.type === 'bin:cleared') changes.cleared(event.throughSeq)
    for (const watcher of [...watchers]) if (!watcher.stopped) tell(watcher, event)
    if (event.type === 'bin:deleted' && !ended) end()
  }

  void open()
  return {
    bin,
    changed,
    end,
    watcherCount: () => watchers.size,
    reach,
    captured(captures) {
      const fresh = cursor === null ? captures : captures.filter(({ seq }) => seq > cursor!)
      if (fresh.length === 0) return
      const first = fresh[0]!.seq
      const last = fresh.at(-1)!.seq
      if (cursor === null) for (const watcher of watchers) watcher.cursor ??= first - 1
      const follows = cursor !== null && !reading && first === cursor + 1 && last - first === fresh.length - 1
      if (!follows) return reach(last)
      reached = Math.max(reached, last)
      advance(() => fresh.map((capture) => capture.summary()), last)
    },
    watch(after, listener) {
      const watcher: Watcher = { cursor: after ?? null, busy: false, stopped: false, hold: null, listener }
      watchers.add(watcher)
      if (cursor !== null) start(watcher)
      return { stop: () => stop(watcher) }
    },
  }
}
