import type { Capture } from '#lib/core/capture'

export type ArchiveKind = 'har' | 'ndjson' | 'csv' | 'zip'

/** `origin`: the capture URL's origin, which turns request targets into absolute URLs. */
export type ArchiveOptions = { origin: string }

/** A part of the file. The consumer encodes text as UTF-8 directly into its own buffer. */
export type Piece = string | Uint8Array

/** Writes many captures into one file. */
export type Archive = {
  id: ArchiveKind
  label: string
  extension: string
  contentType: string
  /**
   * Yields the file in pieces, one step of captures at a time, so that neither all captures nor the whole file is ever in memory. Pieces are
   * produced lazily, and no work is done after the consumer stops. Steps instead of single captures, because awaiting each of 100,000
   * captures takes longer than writing it.
   */
  write(steps: Steps, options: ArchiveOptions): AsyncGenerator<Iterable<Piece>>
}

/** Captures in steps. A step may be lazy too. */
export type Steps = AsyncIterable<Iterable<Capture>> | Iterable<Iterable<Capture>>
