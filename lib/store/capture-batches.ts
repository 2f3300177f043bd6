import type { StoredSeq } from './store'
import type { NewCapture } from './stored-capture'

/** The hot path of the store, written by hand for each database: one transaction stores a batch of captures. */
export interface CaptureBatches {
  /** Like `Store.addCaptures`, but rejects with the driver's error. */
  add(batch: readonly NewCapture[]): Promise<(StoredSeq | null)[]>
  /** Rejects if the database cannot be written now. */
  ping(): Promise<void>
}

/** Joins a header list into one text. No header name or value contains a line feed (RFC 9110 section 5.5). */
export function joinHeaders(flat: readonly string[]): string {
  return flat.join('\n')
}

export function splitHeaders(joined: string): string[] {
  return joined === '' ? [] : joined.split('\n')
}
