import type { CaptureSummary } from '#lib/core/capture'
import type { BinListener } from './live'
import { lightBeginning, type PageRead } from './read-page'

/** What a watcher needs of its tail. */
export interface WatchedTail {
  /** The last seq that went out to the watchers that keep up; null until the store said how far the bin has come. */
  readonly cursor: number | null
  /** Reads the next page after `after` and passes it to `take`, unless `alive` says that nobody waits for it any more. */
  readFrom(after: number, known: number, alive: () => boolean, take: (page: PageRead) => void): Promise<void>
  left(watcher: Watcher): void
  /** Its listener failed. It has stopped. */
  failed(watcher: Watcher, error: unknown): void
}

/** One who watches a bin. It follows the tail, or catches up with it page by page while it is behind or its listener holds it. */
export class Watcher {
  /** It reads from the store, or its listener holds it. One that is not busy has come as far as the tail. */
  busy = false
  stopped = false
  private hold: Promise<unknown> | null = null

  /** `cursor`: the last seq given to the listener, or passed over because it is not in the store any more; null: not known yet. */
  constructor(
    private readonly tail: WatchedTail,
    public cursor: number | null,
    private readonly listener: BinListener,
  ) {}

  /** The tail knows how far the bin has come. */
  start(): void {
    this.cursor ??= this.tail.cursor
    if (!this.busy && this.isBehind()) void this.catchUp()
  }

  stop(): void {
    this.stopped = true
    this.tail.left(this)
  }

  tell(event: Parameters<BinListener>[0]): void {
    try {
      const held = this.listener(event)
      if (!held) return
      const released = held.catch((error: unknown) => this.giveUp(error))
      this.hold = this.hold ? Promise.all([this.hold, released]) : released
      if (!this.busy) void this.catchUp()
    } catch (error) {
      this.giveUp(error)
    }
  }

  /** If its listener asks to wait after one part, it reads the rest from the store: a batch of long paths may be many megabytes. */
  giveInParts(captures: CaptureSummary[], through: number): void {
    let rest = captures
    do {
      const part = lightBeginning(rest)
      rest = rest.slice(part.length)
      if (this.stopped || this.busy) return
      this.give(part, rest.length === 0 ? through : part.at(-1)!.seq)
    } while (rest.length > 0)
  }

  private give(captures: CaptureSummary[], through: number): void {
    const from = this.cursor!
    this.cursor = Math.max(from, through)
    const fresh = captures.length > 0 && captures[0]!.seq > from ? captures : captures.filter(({ seq }) => seq > from)
    if (fresh.length > 0) this.tell({ type: 'captures', captures: fresh })
  }

  private isBehind(): boolean {
    const { cursor } = this.tail
    return cursor !== null && this.cursor !== null && this.cursor < cursor
  }

  /** Until it is where the tail is; there is no step between seeing that and being live. */
  private async catchUp(): Promise<void> {
    this.busy = true
    const alive = () => !this.stopped
    const take = ({ captures, through }: PageRead) => this.give(captures, through)
    while (alive() && (this.hold || this.isBehind())) {
      if (this.hold) await this.awaitRelease()
      else await this.tail.readFrom(this.cursor!, this.tail.cursor!, alive, take)
    }
    this.busy = false
  }

  private async awaitRelease(): Promise<void> {
    const { hold } = this
    await hold
    if (this.hold === hold) this.hold = null
  }

  private giveUp(error: unknown): void {
    this.stopped = true
    this.tail.failed(this, error)
  }
}
