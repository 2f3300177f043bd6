import { setImmediate as yieldTurn } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { CaptureSummary } from '#lib/core/capture'
import { AppError } from '#lib/core/errors'
import type { Live, LiveBin, LiveCapture } from '#lib/live/live'
import type { Metrics } from '#lib/metrics'
import { RefusedBatch } from '#lib/store/capture-batches'
import type { Store, StoredSeq } from '#lib/store/store'
import type { NewCapture, StoredSummary } from '#lib/store/stored-capture'
import { bytesOf, CaptureQueue, halvesOf, LARGE_BATCH_BYTES, type Waiting } from './capture-queue'
import type { CaptureWriter } from './capture-writer'

/** Turns of the event loop after a large batch: enough to accept a new connection, read it and queue its capture before the next one. */
const TURNS_AFTER_LARGE = 4

/** With more captures than this in the queue or in one of the latest batches, the writer is busy. SQLite empties its queue in each batch. */
const BUSY_COUNT = 8
const BUSY_MS = 100

export type WriterPorts = {
  store: Pick<Store, 'addCaptures'>
  live: Pick<Live, 'captured'>
  metrics: Pick<Metrics, 'committed'>
  log: Pick<Logger, 'error'>
  /** Called when captures were stored that have no facts yet. */
  onUnread?(): void
  /** Called when captures of bins with secrets were stored that may not be judged yet. */
  onUnjudged?(): void
  /** `presentSummary`. */
  summarize(bin: LiveBin, stored: StoredSummary): CaptureSummary
}

/** One batch is written at a time, in the order of the seqs. Captures that arrive meanwhile go into the next one. */
export function createWriter(ports: WriterPorts): CaptureWriter {
  return new Writer(ports)
}

class Writer implements CaptureWriter {
  failedAt: number | null = null
  private busyUntil = 0
  private readonly queue = new CaptureQueue()
  private running = false
  private drained: (() => void)[] = []

  constructor(private readonly ports: WriterPorts) {}

  get queuedCount(): number {
    return this.queue.held.count
  }

  get queuedBytes(): number {
    return this.queue.held.bytes
  }

  get isBusy(): boolean {
    return this.queue.held.count > BUSY_COUNT || performance.now() < this.busyUntil
  }

  add(bin: LiveBin, capture: NewCapture): Promise<number | null> {
    if (!this.queue.hasRoom(bin.key, capture.body.byteLength)) return Promise.reject(full())
    return this.enqueue(bin, capture)
  }

  async addAll(bin: LiveBin, captures: readonly NewCapture[]): Promise<(number | null)[]> {
    const bytes = captures.reduce((sum, { body }) => sum + body.byteLength, 0)
    if (!this.queue.hasRoom(bin.key, bytes, captures.length)) throw full()
    const group = {}
    return Promise.all(captures.map((capture) => this.enqueue(bin, capture, group)))
  }

  drain(): Promise<void> {
    return this.running ? new Promise<void>((resolve) => this.drained.push(resolve)) : Promise.resolve()
  }

  private enqueue(bin: LiveBin, capture: NewCapture, group?: object): Promise<number | null> {
    return new Promise((resolve, reject) => {
      this.queue.push({ bin, capture, group, resolve, reject })
      if (this.running) return
      this.running = true
      setImmediate(() => this.run()) // after everything that this turn of the event loop reads from sockets
    })
  }

  private async run(): Promise<void> {
    while (!this.queue.isEmpty) {
      const batch = this.queue.takeBatch()
      await this.commit(batch)
      const turns = bytesOf(batch) > LARGE_BATCH_BYTES ? TURNS_AFTER_LARGE : 1
      for (let i = 0; i < turns && !this.queue.isEmpty; i += 1) await yieldTurn() // SQLite commits synchronously, and sockets have to be read
    }
    this.running = false
    for (const resolve of this.drained) resolve()
    this.drained = []
  }

  /** Senders learn the outcome first, so that an exception from a metric, the log or a watcher cannot keep it from them. */
  private async commit(batch: readonly Waiting[]): Promise<void> {
    const { store, onUnread, onUnjudged, log, metrics } = this.ports
    const startedAt = performance.now()
    if (batch.length > BUSY_COUNT) this.busyUntil = startedAt + BUSY_MS
    let seqs: (StoredSeq | null)[]
    try {
      seqs = await store.addCaptures(batch.map(({ capture }) => capture))
    } catch (error) {
      await this.failed(batch, error)
      return
    }
    this.failedAt = null
    this.queue.release(batch)
    for (const [i, { resolve }] of batch.entries()) resolve(seqs[i]?.seq ?? null)
    try {
      metrics.committed(batch.length, (performance.now() - startedAt) / 1000)
      this.announce(batch, seqs)
      if (batch.some(({ capture }) => capture.facts === null)) onUnread?.()
      if (seqs.some((stored) => stored?.isUnjudged)) onUnjudged?.()
    } catch (error) {
      log.error({ err: error, captures: batch.length }, 'a batch of captures is stored, but could not be announced')
    }
  }

  /**
   * If the database refused what the batch contains, its halves are stored, down to the capture that is at fault. That is not an outage: other
   * captures can be stored.
   */
  private async failed(batch: readonly Waiting[], error: unknown): Promise<void> {
    const isRefused = error instanceof RefusedBatch
    const [first, second] = isRefused ? halvesOf(batch) : [batch, []]
    if (second.length > 0) {
      await this.commit(first)
      await yieldTurn()
      await this.commit(second)
      return
    }
    if (!isRefused) this.failedAt = performance.now()
    this.queue.release(batch)
    for (const { reject } of batch) reject(error)
    const bins = isRefused ? { bin: batch[0]!.bin.id } : {}
    this.ports.log.error(
      { err: error, captures: batch.length, ...bins },
      'a batch of captures could not be stored; its senders got an error',
    )
  }

  /** Runs after the commit, so that a watcher that hears of a capture can fetch it. */
  private announce(batch: readonly Waiting[], seqs: readonly (StoredSeq | null)[]): void {
    const { live, summarize } = this.ports
    const byBin = new Map<number, { bin: LiveBin; captures: LiveCapture[] }>()
    batch.forEach(({ bin, capture }, i) => {
      const seq = seqs[i]?.seq
      if (seq === undefined) return
      const stored = { seq, summary: () => summarize(bin, summaryOf(capture, seq)) }
      const group = byBin.get(bin.key)
      if (group) group.captures.push(stored)
      else byBin.set(bin.key, { bin, captures: [stored] })
    })
    for (const { bin, captures } of byBin.values()) live.captured(bin, captures)
  }
}

function summaryOf(capture: NewCapture, seq: number): StoredSummary {
  return {
    ...capture,
    seq,
    pinned: capture.imported?.pinned ?? false,
    note: capture.imported?.note ?? null,
    signature: capture.judged.signature,
  }
}

function full(): AppError {
  return new AppError('storage_unavailable', 'Too many captures are waiting to be stored. Send again in a few seconds.')
}
