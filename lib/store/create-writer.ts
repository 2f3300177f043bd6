import { setImmediate as turn } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { CaptureSummary } from '#lib/core/capture'
import { AppError } from '#lib/core/errors'
import type { Live, LiveBin, LiveCapture } from '#lib/live/live'
import type { Metrics } from '#lib/metrics'
import type { CaptureWriter } from './capture-writer'
import type { Store, StoredSeq } from './store'
import type { NewCapture, StoredSummary } from './stored-capture'

/** One commit takes at most so much, and always at least one capture. */
const BATCH_COUNT_MAX = 256
const BATCH_BYTES_MAX = 8 * 1024 * 1024
/** What may wait. Above it a sender is told at once to come again, and memory stays bounded. */
const QUEUE_COUNT_MAX = 20_000
const QUEUE_BYTES_MAX = 128 * 1024 * 1024

type Waiting = {
  bin: LiveBin
  capture: NewCapture
  resolve(seq: number | null): void
  reject(error: unknown): void
}

export type WriterPorts = {
  store: Pick<Store, 'addCaptures'>
  live: Pick<Live, 'captured'>
  metrics: Pick<Metrics, 'committed'>
  log: Pick<Logger, 'error'>
  /** `presentSummary`. */
  summarize(bin: LiveBin, stored: StoredSummary): CaptureSummary
}

/** One batch is under way at a time: its order is the order of the seqs, and what comes meanwhile makes the next one larger. */
export function createWriter({ store, live, metrics, log, summarize }: WriterPorts): CaptureWriter {
  let queue: Waiting[] = []
  let queuedCount = 0
  let queuedBytes = 0
  let running = false
  let drained: (() => void)[] = []

  async function run(): Promise<void> {
    while (queue.length > 0) {
      await commit(nextBatch())
      if (queue.length > 0) await turn() // SQLite commits without one, and sockets want to be read
    }
    running = false
    for (const resolve of drained) resolve()
    drained = []
  }

  function nextBatch(): Waiting[] {
    let bytes = 0
    let count = 0
    while (count < queue.length && count < BATCH_COUNT_MAX) {
      bytes += queue[count]!.capture.body.byteLength
      if (count > 0 && bytes > BATCH_BYTES_MAX) break
      count += 1
    }
    const batch = queue.slice(0, count)
    queue = count === queue.length ? [] : queue.slice(count)
    return batch
  }

  async function commit(batch: readonly Waiting[]): Promise<void> {
    const startedAt = performance.now()
    try {
      const seqs = await store.addCaptures(batch.map(({ capture }) => capture))
      metrics.committed(batch.length, (performance.now() - startedAt) / 1000)
      for (const [i, { resolve }] of batch.entries()) resolve(seqs[i]?.seq ?? null)
      announce(batch, seqs)
    } catch (error) {
      log.error({ err: error, captures: batch.length }, 'a batch of captures could not be stored; its senders were told so')
      for (const { reject } of batch) reject(error)
    } finally {
      queuedCount -= batch.length
      for (const { capture } of batch) queuedBytes -= capture.body.byteLength
    }
  }

  /** After the commit: a watcher that hears of a capture can fetch it. */
  function announce(batch: readonly Waiting[], seqs: readonly (StoredSeq | null)[]): void {
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

  return {
    add(bin, capture) {
      const bytes = capture.body.byteLength
      if (queuedCount >= QUEUE_COUNT_MAX || (queuedBytes > 0 && queuedBytes + bytes > QUEUE_BYTES_MAX))
        return Promise.reject(full())
      return new Promise((resolve, reject) => {
        queue.push({ bin, capture, resolve, reject })
        queuedCount += 1
        queuedBytes += bytes
        if (running) return
        running = true
        setImmediate(run) // after all that this turn of the event loop reads from its sockets
      })
    },
    get queuedCount() {
      return queuedCount
    },
    get queuedBytes() {
      return queuedBytes
    },
    drain: () => (running ? new Promise<void>((resolve) => drained.push(resolve)) : Promise.resolve()),
  }
}

function summaryOf(capture: NewCapture, seq: number): StoredSummary {
  return { ...capture, seq, pinned: capture.imported?.pinned ?? false, note: capture.imported?.note ?? null }
}

function full(): AppError {
  return new AppError('storage_unavailable', 'Too many captures wait to be stored. Send again in a few seconds.')
}
