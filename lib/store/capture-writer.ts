import type { LiveBin } from '#lib/live/live'
import type { NewCapture } from './stored-capture'

/**
 * Group commit: captures that arrive while a batch is being written form the next batch.
 * `add` resolves after the commit, with the seq, or null where the bin is gone; it rejects with
 * `storage_unavailable` where the batch failed or the queue is full.
 */
export interface CaptureWriter {
  add(bin: LiveBin, capture: NewCapture): Promise<number | null>
  /** The same for several (at most 128, of one bin), which are committed together: all of them are stored, or none. */
  addAll(bin: LiveBin, captures: readonly NewCapture[]): Promise<(number | null)[]>
  /** Captures that wait for their batch or are in it. */
  readonly queuedCount: number
  readonly queuedBytes: number
  /** When the last batch failed, as `performance.now()`; null where the last one was stored. */
  readonly failedAt: number | null
  /** Resolves once all that was added is committed or refused. */
  drain(): Promise<void>
}
