import type { StoredSeq } from './store'
import type { NewCapture } from './stored-capture'

/** The hot statement, written for each database by hand: one transaction for a batch of captures. */
export interface CaptureBatches {
  /** As `Store.addCaptures`. Rejects with the driver's error. */
  add(batch: readonly NewCapture[]): Promise<(StoredSeq | null)[]>
  /** Rejects where nothing can be written now. */
  ping(): Promise<void>
}

/** A header list in one text: no header name or value holds a line feed (RFC 9110 section 5.5). */
export function joinHeaders(flat: readonly string[]): string {
  return flat.join('\n')
}

export function splitHeaders(joined: string): string[] {
  return joined === '' ? [] : joined.split('\n')
}
