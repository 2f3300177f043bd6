import type { ForwardOrder } from '#lib/core/forward/forward'
import type { WaitingAttempt } from '#lib/store/forward-store'

/** A capture to send. `bytes`: of its body; null: not known. `waited`: what was tried before; null: it is new. */
export type QueueItem = { seq: number; bytes: number | null; waited: WaitingAttempt | null }

/**
 * What a forward sends next, and how far it is through. New captures are read in pages; of those that wait, the first ones are in memory.
 * The cursor is the seq up to which every capture is settled: done, or kept as an attempt that waits or died.
 */
export class ForwardQueue {
  /** Captures up to here were looked at. */
  read: number
  /** Whether the store may hold more that wait than are in memory. */
  moreWaiting = true
  private ready: { seq: number; bytes: number }[] = []
  private waiting = new Map<number, WaitingAttempt>()
  /** From the start of an attempt until what came of it is stored. */
  private readonly busy = new Set<number>()
  /** New captures that are not settled. */
  private readonly open = new Set<number>()
  private readonly settledAhead = new Set<number>()
  private lastWasNew = false

  constructor(private cursor: number) {
    this.read = cursor
  }

  get readyCount(): number {
    return this.ready.length
  }

  get waitingCount(): number {
    return this.waiting.size
  }

  /** Reads everything again: another filter may match other captures. What is under way stays so. */
  restart(): void {
    for (const { seq } of this.ready) this.open.delete(seq)
    this.ready = []
    this.read = this.cursor
    this.waiting.clear()
    this.moreWaiting = true
  }

  /** These follow `read`, and up to `through` no other is wanted. */
  looked(captures: readonly { seq: number; bytes: number }[], through: number): void {
    for (const capture of captures) {
      if (this.busy.has(capture.seq) || this.settledAhead.has(capture.seq)) continue
      this.ready.push(capture)
      this.open.add(capture.seq)
    }
    this.read = Math.max(this.read, through)
  }

  loaded(attempts: readonly WaitingAttempt[], more: boolean): void {
    for (const attempt of attempts) if (!this.busy.has(attempt.seq)) this.waiting.set(attempt.seq, attempt)
    this.moreWaiting = more
  }

  /** null: nothing can be sent now. */
  next(now: number, order: ForwardOrder): QueueItem | null {
    const item = order === 'strict' ? this.nextInOrder(now) : this.nextOfAny(now)
    if (item) this.busy.add(item.seq)
    return item
  }

  /** When something that waits is due; null: nothing waits. */
  dueAt(order: ForwardOrder): number | null {
    return (order === 'strict' ? this.oldestWaiting() : this.firstDue())?.nextAt ?? null
  }

  /** It was not sent: it is next again. */
  putBack({ seq, bytes, waited }: QueueItem, notBefore: number): void {
    this.busy.delete(seq)
    if (waited) this.waiting.set(seq, { ...waited, nextAt: notBefore })
    else if (this.open.has(seq)) this.ready.unshift({ seq, bytes: bytes ?? 0 })
  }

  /** Where the cursor is once these are settled. */
  cursorAfter(seqs: readonly number[]): number {
    const settling = new Set(seqs)
    let cursor = this.read
    for (const seq of this.open) if (!settling.has(seq) && seq <= cursor) cursor = seq - 1
    return Math.max(this.cursor, cursor)
  }

  /** Their outcome is stored, as is the cursor. */
  settled(seqs: readonly number[], waits: readonly WaitingAttempt[], cursor: number): void {
    for (const seq of seqs) {
      this.busy.delete(seq)
      this.open.delete(seq)
      if (seq > cursor) this.settledAhead.add(seq)
    }
    for (const attempt of waits) this.waiting.set(attempt.seq, attempt)
    this.cursor = cursor
    for (const seq of this.settledAhead) if (seq <= cursor) this.settledAhead.delete(seq)
  }

  private nextInOrder(now: number): QueueItem | null {
    if (this.busy.size > 0) return null
    const oldest = this.oldestWaiting()
    const fresh = this.ready[0]
    if (oldest && (!fresh || oldest.seq < fresh.seq)) return oldest.nextAt <= now ? this.takeWaiting(oldest) : null
    return this.takeReady()
  }

  /** What waits and what is new take turns. */
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
