import type { Bin } from '#lib/core/bin'
import type { CaptureSummary } from '#lib/core/capture'
import { type Feed, type FeedAction, type FeedPage, initialFeed, nextFeed } from '#lib/feed/feed'

export function aSummary(seq: number): CaptureSummary {
  return { id: `cap_t_${seq}`, seq, binId: 'bin', path: '/', note: null as string | null } as CaptureSummary
}
export const aBin = (lastSeq = 0) => ({ id: 'bin', name: null, lastSeq }) as Bin

/** The server's rows of one bin. */
export class Server {
  lastSeq = 0
  readonly rows = new Set<number>()
  readonly notes = new Map<number, string>()
  readonly clients: Client[] = []

  commit(count: number): void {
    for (let i = 0; i < count; i++) this.rows.add(++this.lastSeq)
  }
  delete(back: number): void {
    const seq = this.lastSeq - back
    if (this.rows.delete(seq)) this.tell({ type: 'deleted', seqs: [seq] })
  }
  writeNote(back: number): void {
    const seq = this.lastSeq - back
    if (!this.rows.has(seq)) return
    const note = `${Number(this.notes.get(seq) ?? 0) + 1}`
    this.notes.set(seq, note)
    this.tell({ type: 'updated', seq, patch: { note } })
  }
  summary(seq: number): CaptureSummary {
    return { ...aSummary(seq), note: this.notes.get(seq) ?? null }
  }
  clear(): void {
    const throughSeq = Math.max(0, ...this.rows)
    this.rows.clear()
    this.tell({ type: 'cleared', throughSeq })
  }
  page(limit: number, before = Number.POSITIVE_INFINITY): FeedPage {
    const all = [...this.rows].sort((a, b) => b - a)
    const older = all.filter((seq) => seq < before)
    const captures = older.slice(0, limit).map((seq) => this.summary(seq))
    return { captures, nextBefore: older.length > limit ? captures.at(-1)!.seq : null, total: all.length }
  }
  private tell(action: FeedAction): void {
    for (const client of this.clients) if (client.subscription) client.channel.push(action)
  }
}

type Snapshot = { epoch: number; page: FeedPage | null }

/** A page that shows the bin, with its pending socket events and HTTP requests. */
export class Client {
  feed: Feed
  subscription: { cursor: number } | null = null
  channel: FeedAction[] = []
  private readonly snapshots: Snapshot[] = []
  private older: { epoch: number; before: number; page: FeedPage | null } | null = null

  constructor(
    readonly server: Server,
    readonly pageRows: number,
  ) {
    this.feed = initialFeed(aBin(server.lastSeq), server.page(pageRows))
    server.clients.push(this)
  }

  dispatch(action: FeedAction): void {
    this.feed = nextFeed(this.feed, action)
    if (action.type === 'subscribed') this.snapshots.push({ epoch: this.feed.sync.epoch, page: null })
  }

  /** If the gap is too long, it subscribes again from the end. Events of the first subscription arrive before that. */
  connect({ fromEnd, strays }: { fromEnd: boolean; strays: number }): void {
    if (this.subscription) return
    const after = Math.min(this.feed.lastSeq, this.server.lastSeq)
    this.subscription = { cursor: after }
    this.channel = []
    if (fromEnd) {
      this.pump(strays)
      this.subscription.cursor = this.server.lastSeq
    }
    this.channel.push({
      type: 'subscribed',
      after: fromEnd ? this.server.lastSeq : this.feed.lastSeq,
      lastSeq: this.server.lastSeq,
    })
  }
  disconnect(): void {
    this.subscription = null
    this.channel = []
    this.dispatch({ type: 'disconnected', at: 0 })
  }
  /** The server sends up to `count` captures. */
  pump(count: number): void {
    if (!this.subscription) return
    const { cursor } = this.subscription
    const seqs = [...this.server.rows]
      .filter((seq) => seq > cursor)
      .sort((a, b) => a - b)
      .slice(0, count)
    if (seqs.length === 0) return
    this.subscription.cursor = seqs.at(-1)!
    this.channel.push({ type: 'captured', captures: seqs.map((seq) => this.server.summary(seq)) })
  }
  deliver(count: number): void {
    for (const action of this.channel.splice(0, count)) this.dispatch(action)
  }
  /** Moves the oldest request: the server reads, then the answer arrives. One of an earlier subscription may arrive late. */
  moveSnapshot(): void {
    const [snapshot] = this.snapshots
    if (!snapshot) return
    if (snapshot.page) {
      this.snapshots.shift()
      this.dispatch({ type: 'snapshot', epoch: snapshot.epoch, page: snapshot.page })
    } else snapshot.page = this.server.page(Math.max(this.pageRows, this.feed.captures.length))
  }
  moveOlder(): void {
    const { nextBefore, sync } = this.feed
    if (this.older?.page) {
      const { epoch, before, page } = this.older
      this.older = null
      this.dispatch({ type: 'olderPage', epoch, before, page })
    } else if (this.older) this.older.page = this.server.page(this.pageRows, this.older.before)
    else if (nextBefore !== null) this.older = { epoch: sync.epoch, before: nextBefore, page: null }
  }
  /** Delivers everything that is pending. */
  settle(): void {
    this.connect({ fromEnd: false, strays: 0 })
    while (this.channel.length > 0 || this.snapshots.length > 0 || this.older) {
      this.pump(Number.POSITIVE_INFINITY)
      this.deliver(Number.POSITIVE_INFINITY)
      this.moveSnapshot()
      if (this.older) this.moveOlder()
    }
    this.pump(Number.POSITIVE_INFINITY)
    this.deliver(Number.POSITIVE_INFINITY)
  }
  get seqs(): number[] {
    return this.feed.captures.map(({ seq }) => seq)
  }
}
