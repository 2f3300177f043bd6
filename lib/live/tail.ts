import type { CaptureSummary } from '#lib/core/capture'
import type { BinEvent } from './bin-event'
import { createChanges } from './changes'
import type { BinFollower, BinListener, LiveBin, LiveCapture, Watch } from './live'
import type { PageRead, ReadPage } from './read-page'
import { type WatchedTail, Watcher } from './watcher'

/** The live stream of one bin that somebody in this process watches. */
export type Tail = {
  readonly bin: LiveBin
  /** Call with captures that this process committed, in commit order. */
  captured(captures: readonly LiveCapture[]): void
  /** The store holds captures up to this seq. */
  reach(seq: number): void
  changed(event: BinEvent): void
  watch(after: number | undefined, listener: BinListener): Watch
  follow(follower: BinFollower): Watch
  watcherCount(): number
  end(): void
}

export type TailPorts = {
  readPage: ReadPage
  /** The last seq of the bin. null if it was deleted, or once `alive` returns false. */
  lastSeq(alive: () => boolean): Promise<number | null>
  onListenerError(error: unknown): void
  /** Called when nobody watches or follows any more. */
  onEnd(): void
}

export function createTail(bin: LiveBin, ports: TailPorts): Tail {
  const tail = new BinTail(bin, ports)
  void tail.open()
  return tail
}

/**
 * The stream of one bin. Its cursor is the last seq that was sent to the watchers that keep up. A commit that directly follows the cursor is
 * sent at once. If captures are missing in between, the tail reads them from the store. A watcher that is behind reads for itself, page by
 * page. It switches to live captures synchronously when it has caught up, so that no capture slips in between.
 *
 * If seq n is in the store, all smaller ones were stored before it. So a page read after the cursor is complete, and a gap in it is a
 * deleted row.
 */
class BinTail implements Tail, WatchedTail {
  cursor: number | null = null
  private reached = 0
  private reading = false
  private ended = false
  private readonly changes = createChanges()
  private readonly watchers = new Set<Watcher>()
  private readonly followers = new Set<BinFollower>()

  constructor(
    readonly bin: LiveBin,
    private readonly ports: TailPorts,
  ) {}

  /** Reads the last seq of the bin from the store. */
  async open(): Promise<void> {
    const last = await this.ports.lastSeq(() => !this.ended)
    if (this.ended) return
    if (last === null) {
      this.changed({ type: 'bin:deleted' })
      return
    }
    this.reach(last)
    this.cursor = this.reached
    for (const watcher of this.watchers) watcher.start()
  }

  watch(after: number | undefined, listener: BinListener): Watch {
    const watcher = new Watcher(this, after ?? null, listener)
    this.watchers.add(watcher)
    if (this.cursor !== null) watcher.start()
    return { stop: () => watcher.stop() }
  }

  follow(follower: BinFollower): Watch {
    this.followers.add(follower)
    if (this.cursor !== null) follower({ type: 'reached', seq: this.reached })
    return {
      stop: () => {
        if (this.followers.delete(follower)) this.endIfUnwatched()
      },
    }
  }

  watcherCount(): number {
    return this.watchers.size + this.followers.size
  }

  captured(captures: readonly LiveCapture[]): void {
    const { cursor } = this
    const fresh = cursor === null ? captures : captures.filter(({ seq }) => seq > cursor)
    if (fresh.length === 0) return
    const first = fresh[0]!.seq
    const last = fresh.at(-1)!.seq
    if (cursor === null) for (const watcher of this.watchers) watcher.cursor ??= first - 1
    const follows = cursor !== null && !this.reading && first === cursor + 1 && last - first === fresh.length - 1
    if (!follows) {
      this.reach(last)
      return
    }
    this.noteReached(last)
    this.advance(() => fresh.map((capture) => capture.summary()), last)
  }

  reach(seq: number): void {
    this.noteReached(seq)
    if (this.cursor !== null && this.cursor < this.reached && !this.reading) void this.catchUp()
  }

  changed(event: BinEvent): void {
    const { changes } = this
    if (event.type === 'capture:deleted') changes.deleted(event.seq, this.cursor ?? 0)
    if (event.type === 'capture:updated') changes.updated(event.seq, event.patch, this.cursor ?? 0)
    if (event.type === 'bin:cleared') changes.cleared(event.throughSeq)
    for (const watcher of [...this.watchers]) if (!watcher.stopped) watcher.emit(event)
    this.notifyFollowers(event)
    if (event.type === 'bin:deleted' && !this.ended) this.end()
  }

  end(): void {
    this.ended = true
    for (const watcher of this.watchers) watcher.stopped = true
    this.watchers.clear()
    this.followers.clear()
    this.ports.onEnd()
  }

  /**
   * Reads the next page, applies deletions and changes that happened during the read, and passes it to `take` synchronously, so that no
   * event can slip in between.
   */
  async readFrom(after: number, known: number, alive: () => boolean, take: (page: PageRead) => void): Promise<void> {
    const { changes } = this
    changes.readBegins()
    const page = await this.ports.readPage(after, known, alive)
    const captures = page && changes.apply(page.captures)
    changes.readEnds()
    changes.forgetThrough(this.cursor ?? 0)
    if (page && alive()) take({ captures: captures!, through: page.through })
  }

  failed(watcher: Watcher, error: unknown): void {
    this.ports.onListenerError(error)
    this.remove(watcher)
  }

  remove(watcher: Watcher): void {
    if (this.watchers.delete(watcher)) this.endIfUnwatched()
  }

  private endIfUnwatched(): void {
    if (this.watcherCount() === 0 && !this.ended) this.end()
  }

  /** Reads up to the last known seq, for the watchers that keep up. */
  private async catchUp(): Promise<void> {
    this.reading = true
    const alive = () => !this.ended
    const take = ({ captures, through }: PageRead) => this.advance(() => captures, through)
    while (alive() && this.cursor! < this.reached) {
      if ([...this.watchers].every(({ busy }) => busy)) {
        this.cursor = this.reached // nobody keeps up: each reads for itself
        break
      }
      await this.readFrom(this.cursor!, this.reached, alive, take)
    }
    this.reading = false
  }

  /** Sends the next captures to the watchers that keep up; the others will read them. `make` is called only if somebody keeps up. */
  private advance(make: () => CaptureSummary[], through: number): void {
    const keepingUp = [...this.watchers].filter(({ busy }) => !busy)
    this.cursor = Math.max(this.cursor!, through)
    if (keepingUp.length === 0) return
    const captures = this.changes.apply(make())
    this.changes.forgetThrough(this.cursor)
    for (const watcher of keepingUp) watcher.deliverInParts(captures, through)
  }

  private noteReached(seq: number): void {
    if (seq <= this.reached) return
    this.reached = seq
    this.notifyFollowers({ type: 'reached', seq })
  }

  private notifyFollowers(event: Parameters<BinFollower>[0]): void {
    for (const follower of [...this.followers]) {
      if (!this.followers.has(follower)) continue // it stopped while another was notified
      try {
        follower(event)
      } catch (error) {
        this.ports.onListenerError(error)
      }
    }
  }
}
