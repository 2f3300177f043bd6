import type { StoredSeq } from './store'
import type { NewCapture } from './stored-capture'

/** The hot path of the store, written by hand for each database: one transaction stores a batch of captures. */
export interface CaptureBatches {
  /** Like `Store.addCaptures`, but rejects with the driver's error, or with `RefusedBatch`. */
  add(batch: readonly NewCapture[]): Promise<(StoredSeq | null)[]>
  /** Rejects if the database cannot be written now. */
  ping(): Promise<void>
}

/**
 * The database refused what a batch contains, and certainly stored none of it. So its captures may be added again, in smaller batches, without
 * storing any of them twice.
 */
export class RefusedBatch extends Error {
  override readonly name = 'RefusedBatch'
  constructor(cause: unknown) {
    super('The database refused what a batch of captures contains.', { cause })
  }
}

/** Joins a header list into one text. No header name or value contains a line feed (RFC 9110 section 5.5). */
export function joinHeaders(flat: readonly string[]): string {
  return flat.join('\n')
}

export function splitHeaders(joined: string): string[] {
  return joined === '' ? [] : joined.split('\n')
}
