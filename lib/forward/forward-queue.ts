import type { ForwardOrder } from '#lib/core/forward/forward'
import type { WaitingAttempt } from '#lib/store/forward-store'

/** A capture to send. `bytes`: size of its body, or null if unknown. `waited`: its failed attempt, or null if it is new. */
export type QueueItem = { seq: number; bytes: number | null; waited: WaitingAttempt | null }

/**
 * Decides what a forward sends next, and tracks how far it has come. New captures are read in pages. Of the captures that wait for another
 * attempt, only the first are in memory. The cursor is the seq up to which every capture is settled: delivered, or stored as an attempt that
 * waits or is dead.
 */
export class ForwardQueue {
  /** Captures up to this seq have been looked at. */
  read: number
  /** Whether the store may hold waiting attempts that are not in memory. */
  private moreWaiting = true
  /** All waiting attempts that are due by this time are in memory. */
  private loadedThrough = Number.NEGATIVE_INFINITY
  /** Set while waiting attempts are being read: what was settled meanwhile, and whether one of those may be missing in the result. */
  private load: { settled: Set<number>; missed: boolean } | null = null
  private ready: { seq: number; bytes: number }[] = []
  private waiting = new Map<number, WaitingAttempt>()
  /** Captures from the start of their attempt until its outcome is stored. */
  private readonly busy = new Set<number>()
  /** New captures that are not settled yet. */
  private readonly open = new Set<number>()
  /** Captures past the cursor that are settled, so that reading them again does not send them again. */
  private readonly settledPastCursor = new Set<number>()
  private lastWasNew = false

  constructor(private cursor: number) {
    this.read = cursor
  }

  get readyCount(): number {
    return this.ready.length
  }

  /** Whether waiting attempts have to be read from the store. */
  get needsLoad(): boolean {
    return this.moreWaiting && (this.waiting.size === 0 || this.load?.missed === true)
  }

  get waitingCount(): number {
    return this.waiting.size
  }

  /** Reads again from the cursor, because a changed filter may match other captures. Requests in flight continue. */
  restart(): void {
    for (const { seq } of this.ready) this.open.delete(seq)
    this.ready = []
    this.read = this.cursor
    this.waiting.clear()
    this.moreWaiting = true
    this.loadedThrough = Number.NEGATIVE_INFINITY
  }

  /** Adds the wanted captures that follow `read`. No others up to `through` are wanted. */
  add(captures: readonly { seq: number; bytes: number }[], through: number): void {
    for (const capture of captures) {
      if (capture.seq <= this.cursor || this.busy.has(capture.seq) || this.settledPastCursor.has(capture.seq)) continue
      this.ready.push(capture)
      this.open.add(capture.seq)
    }
    this.read = Math.max(this.read, through)
  }

  beginLoad(): void {
    this.load = { settled: new Set(), missed: false }
  }

  /** `more`: the store may hold others, which are due later. */
  finishLoad(attempts: readonly WaitingAttempt[], more: boolean): void {
    const { settled, missed } = this.load!
    for (const attempt of attempts)
      if (!this.busy.has(attempt.seq) && !settled.has(attempt.seq)) this.waiting.set(attempt.seq, attempt)
    this.moreWaiting = more || missed
    this.loadedThrough = more ? attempts.at(-1)!.nextAt : Number.POSITIVE_INFINITY
    if (!missed) this.load = null
  }

  /** null if nothing can be sent now. */
  next(now: number, order: ForwardOrder): QueueItem | null {
    const item = order === 'strict' ? this.nextInOrder(now) : this.nextOfAny(now)
    if (item) this.busy.add(item.seq)
    return item
  }

  /** When the next waiting capture is due, or null if none waits. */
  dueAt(order: ForwardOrder): number | null {
    return (order === 'strict' ? this.oldestWaiting() : this.firstDue())?.nextAt ?? null
  }

  /** Puts a capture that could not be sent back at the front. */
  putBack({ seq, bytes, waited }: QueueItem, notBefore: number): void {
    this.busy.delete(seq)
    if (waited) this.waiting.set(seq, { ...waited, nextAt: notBefore })
    else if (this.open.has(seq)) this.ready.unshift({ seq, bytes: bytes ?? 0 })
  }

  /** The cursor once these captures are settled. */
  cursorAfter(seqs: readonly number[]): number {
    const settling = new Set(seqs)
    let cursor = this.read
    for (const seq of this.open) if (!settling.has(seq) && seq <= cursor) cursor = seq - 1
    return Math.max(this.cursor, cursor)
  }

  /** Call once the outcomes of these captures and the cursor are stored. */
  settled(
    seqs: readonly number[],
    waits: readonly WaitingAttempt[],
    { cursor, order }: { cursor: number; order: ForwardOrder },
  ): void {
    for (const seq of seqs) {
      this.busy.delete(seq)
      this.open.delete(seq)
      this.load?.settled.add(seq)
      if (seq > cursor) this.settledPastCursor.add(seq)
    }
    for (const attempt of waits) this.addWaiting(attempt, order)
    this.cursor = cursor
    for (const seq of this.settledPastCursor) if (seq <= cursor) this.settledPastCursor.delete(seq)
  }

  /**
   * Keeps an attempt in memory only if it is due before those that are only in the store; otherwise, `waiting` would never be empty and they would
   * not be read. In strict order, it is always the next one.
   */
  private addWaiting(attempt: WaitingAttempt, order: ForwardOrder): void {
    if (order === 'strict' || attempt.nextAt <= this.loadedThrough) this.waiting.set(attempt.seq, attempt)
    else if (this.load) this.load.missed = true
  }

  private nextInOrder(now: number): QueueItem | null {
    if (this.busy.size > 0) return null
    const oldest = this.oldestWaiting()
    const fresh = this.ready[0]
    if (oldest && !fresh && oldest.seq > this.read) return null // earlier captures have not been looked at yet
    if (oldest && (!fresh || oldest.seq < fresh.seq)) return oldest.nextAt <= now ? this.takeWaiting(oldest) : null
    return this.takeReady()
  }

  /** Waiting and new captures take turns, so that neither starves the other. */
  private nextOfAny(now: number): QueueItem | null {
    const due = this.firstDue()
    const isDue = due !== null && due.nextAt <= now
    this.lastWasNew = this.ready.length > 0 && (!isDue || !this.lastWasNew)
    if (this.lastWasNew) return this.takeReady()
    return isDue ? this.takeWaiting(due) : null
  }

  private takeReady(): QueueItem | null {
    const capture = this.ready.shift()
    return capture ? { ...capture, waited: null } : null
  }

  private takeWaiting(waited: WaitingAttempt): QueueItem {
    this.waiting.delete(waited.seq)
    return { seq: waited.seq, bytes: null, waited }
  }

  private firstDue(): WaitingAttempt | null {
    return this.least((a, b) => a.nextAt < b.nextAt)
  }

  private oldestWaiting(): WaitingAttempt | null {
    return this.least((a, b) => a.seq < b.seq)
  }

  private least(isBefore: (a: WaitingAttempt, b: WaitingAttempt) => boolean): WaitingAttempt | null {
    let least: WaitingAttempt | null = null
    for (const attempt of this.waiting.values()) if (least === null || isBefore(attempt, least)) least = attempt
    return least
  }
}
