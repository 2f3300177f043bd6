import type { LiveBin } from '#lib/live/live'
import type { NewCapture } from '#lib/store/stored-capture'

/** Limits of one commit, which always stores at least one capture. */
const BATCH_COUNT_MAX = 256
const BATCH_BYTES_MAX = 8 * 1024 * 1024
/** Limits of the queue, which bound its memory. Above them, a sender is asked at once to try again later. */
const QUEUE_COUNT_MAX = 20_000
const QUEUE_BYTES_MAX = 128 * 1024 * 1024
/** A capture up to this size does not wait behind large ones. */
const SMALL_BYTES = 64 * 1024
/** To write and sync a batch of this size takes SQLite tens of milliseconds, in which this process does nothing else. */
export const LARGE_BATCH_BYTES = 1024 * 1024

const NONE = { count: 0, bytes: 0 } as const

/** A capture and its sender. */
export type Waiting = {
  bin: LiveBin
  capture: NewCapture
  /** Captures of the same group are committed together. */
  group?: object
  resolve(seq: number | null): void
  reject(error: unknown): void
}

/** Captures that wait for their batch or are in it. The queue is bounded, and shared fairly among bins. */
export class CaptureQueue {
  private waiting: Waiting[] = []
  /** Includes the captures of the current batch. */
  readonly held = { count: 0, bytes: 0 }
  private readonly heldOf = new Map<number, { count: number; bytes: number }>()
  private smallWentFirst = false

  get isEmpty(): boolean {
    return this.waiting.length === 0
  }

  /** A bin may have at most as much in the queue as is left free, so that it never fills the queue for the others. */
  hasRoom(bin: number, bytes: number, more = 1): boolean {
    const { count, bytes: held } = this.heldOf.get(bin) ?? NONE
    if (this.held.count + more > QUEUE_COUNT_MAX || count + more - 1 > QUEUE_COUNT_MAX - this.held.count) return false
    const free = QUEUE_BYTES_MAX - this.held.bytes - bytes
    return this.held.bytes === 0 || (free >= 0 && (held === 0 || held + bytes <= free))
  }

  push(waiting: Waiting): void {
    this.waiting.push(waiting)
    this.track(waiting.bin.key, 1, waiting.capture.body.byteLength)
  }

  /** The next batch. It counts as held until `release`. Small captures behind large ones take turns with them, and go first. */
  takeBatch(): Waiting[] {
    const { waiting } = this
    const count = this.frontCount()
    if (!this.smallWentFirst && bytesOf(waiting.slice(0, count)) > LARGE_BATCH_BYTES) {
      const small = this.takeSmall()
      this.smallWentFirst = small.length > 0
      if (this.smallWentFirst) return small
    }
    this.smallWentFirst = false
    this.waiting = count === waiting.length ? [] : waiting.slice(count)
    return waiting.slice(0, count)
  }

  private frontCount(): number {
    const { waiting } = this
    let bytes = 0
    let count = 0
    while (count < waiting.length && count < BATCH_COUNT_MAX) {
      bytes += waiting[count]!.capture.body.byteLength
      if (count > 0 && bytes > BATCH_BYTES_MAX) break
      count += 1
    }
    while (count < waiting.length && waiting[count]!.group && waiting[count]!.group === waiting[count - 1]!.group) count += 1
    return count
  }

  private takeSmall(): Waiting[] {
    const small: Waiting[] = []
    const left: Waiting[] = []
    for (const waiting of this.waiting) {
      const isSmall = waiting.capture.body.byteLength <= SMALL_BYTES && !waiting.group && small.length < BATCH_COUNT_MAX
      if (isSmall) small.push(waiting)
      else left.push(waiting)
    }
    this.waiting = left
    return small
  }

  release(batch: readonly Waiting[]): void {
    for (const { bin, capture } of batch) this.track(bin.key, -1, -capture.body.byteLength)
  }

  private track(bin: number, count: number, bytes: number): void {
    this.held.count += count
    this.held.bytes += bytes
    const held = this.heldOf.get(bin)
    if (!held) this.heldOf.set(bin, { count, bytes })
    else if (held.count + count === 0) this.heldOf.delete(bin)
    else {
      held.count += count
      held.bytes += bytes
    }
  }
}

/** Two halves of a batch, whose groups stay whole. The second is empty if nothing can be divided. */
export function halvesOf(batch: readonly Waiting[]): [readonly Waiting[], readonly Waiting[]] {
  const middle = batch.length >> 1
  const { group } = batch[middle]!
  const begin = group ? batch.findIndex((each) => each.group === group) : middle
  const at = begin > 0 || !group ? begin : batch.findLastIndex((each) => each.group === group) + 1
  return at === 0 ? [batch, []] : [batch.slice(0, at), batch.slice(at)]
}

export function bytesOf(batch: readonly Waiting[]): number {
  return batch.reduce((sum, { capture }) => sum + capture.body.byteLength, 0)
}
