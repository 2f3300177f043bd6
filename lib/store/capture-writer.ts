import type { LiveBin } from '#lib/live/live'
import type { NewCapture } from './stored-capture'

/**
 * Group commit: captures that arrive while a batch is being written form the next batch.
 * `add` resolves after the commit, with the seq, or null where the bin is gone; it rejects with
 * `storage_unavailable` where the batch failed or the queue is full.
 */
export interface CaptureWriter {
  add(bin: LiveBin, capture: NewCapture): Promise<number | null>
  /** Captures that wait for their batch or are in it. */
  readonly queuedCount: number
  readonly queuedBytes: number
  /** Resolves once all that was added is committed or refused. */
  drain(): Promise<void>
}
