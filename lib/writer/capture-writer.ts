import type { LiveBin } from '#lib/live/live'
import type { NewCapture } from '#lib/store/stored-capture'

/**
 * Group commit: captures that arrive while a batch is being written form the next batch. `add` resolves after the commit with the seq, or with
 * null if the bin was deleted. It rejects with `storage_unavailable` if the batch failed or the queue is full, and with another error if the
 * database refuses this capture, which does not affect the others of its batch.
 */
export interface CaptureWriter {
  add(bin: LiveBin, capture: NewCapture): Promise<number | null>
  /** The same for several captures of one bin, at most 128, which are committed together: all of them are stored, or none. */
  addAll(bin: LiveBin, captures: readonly NewCapture[]): Promise<(number | null)[]>
  /** Captures that wait for their batch or are in it. */
  readonly queuedCount: number
  readonly queuedBytes: number
  /** True while captures arrive faster than they can be stored one by one. Other work of this process should wait then. */
  readonly isBusy: boolean
  /** When the database last failed to store a batch, as `performance.now()`; null if it stored one since. */
  readonly failedAt: number | null
  /** Resolves once everything that was added is committed or refused. */
  drain(): Promise<void>
}
