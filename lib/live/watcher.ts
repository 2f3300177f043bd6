import type { CaptureSummary } from '#lib/core/capture'
import type { BinListener } from './live'
import { firstWithinLimit, type PageRead } from './read-page'

/** What a watcher needs from its tail. */
export interface WatchedTail {
  /** The last seq that was sent to the watchers that keep up; null until the bin's last seq was read from the store. */
  readonly cursor: number | null
  /** Reads the next page after `after` and passes it to `take`, unless `alive` returns false by then. */
  readFrom(after: number, known: number, alive: () => boolean, take: (page: PageRead) => void): Promise<void>
  remove(watcher: Watcher): void
  /** Call after a watcher stopped because its listener threw or rejected. */
  failed(watcher: Watcher, error: unknown): void
}

/** One watcher of a bin. It follows the tail. When it is behind, or its listener has paused it, it catches up page by page. */
export class Watcher {
  /** True while it reads from the store or its listener has paused it. A watcher that is not busy is level with the tail. */
  busy = false
  stopped = false
  private pause: Promise<unknown> | null = null

  /** `cursor`: the last seq that was passed to the listener, or skipped because its capture was deleted; null: not known yet. */
  constructor(
    private readonly tail: WatchedTail,
    public cursor: number | null,
    private readonly listener: BinListener,
  ) {}

  /** Call once the tail has read the bin's last seq. */
  start(): void {
    this.cursor ??= this.tail.cursor
    if (!this.busy && this.isBehind()) void this.catchUp()
  }

  stop(): void {
    this.stopped = true
    this.tail.remove(this)
  }

  emit(event: Parameters<BinListener>[0]): void {
    try {
      const paused = this.listener(event)
      if (!paused) return
      const resumed = paused.catch((error: unknown) => this.fail(error))
      this.pause = this.pause ? Promise.all([this.pause, resumed]) : resumed
      if (!this.busy) void this.catchUp()
    } catch (error) {
      this.fail(error)
    }
  }

  /** If the listener pauses after one part, the rest is read from the store later: a batch of long paths may be many megabytes. */
  deliverInParts(captures: CaptureSummary[], through: number): void {
    let rest = captures
    do {
      const part = firstWithinLimit(rest)
      rest = rest.slice(part.length)
      if (this.stopped || this.busy) return
      this.deliver(part, rest.length === 0 ? through : part.at(-1)!.seq)
    } while (rest.length > 0)
  }

  private deliver(captures: CaptureSummary[], through: number): void {
    const from = this.cursor!
    this.cursor = Math.max(from, through)
    const fresh = captures.length > 0 && captures[0]!.seq > from ? captures : captures.filter(({ seq }) => seq > from)
    if (fresh.length > 0) this.emit({ type: 'captures', captures: fresh })
  }

  private isBehind(): boolean {
    const { cursor } = this.tail
    return cursor !== null && this.cursor !== null && this.cursor < cursor
  }

  /** Reads until it is level with the tail. It checks that and goes live synchronously, so that nothing slips in between. */
  private async catchUp(): Promise<void> {
    this.busy = true
    const alive = () => !this.stopped
    const take = ({ captures, through }: PageRead) => this.deliver(captures, through)
    while (alive() && (this.pause || this.isBehind())) {
      if (this.pause) await this.awaitResume()
      else await this.tail.readFrom(this.cursor!, this.tail.cursor!, alive, take)
    }
    this.busy = false
  }

  private async awaitResume(): Promise<void> {
    const { pause } = this
    await pause
    if (this.pause === pause) this.pause = null
  }

  private fail(error: unknown): void {
    this.stopped = true
    this.tail.failed(this, error)
  }
}
