import type { Capture } from '#lib/core/capture'

export type ArchiveKind = 'har' | 'ndjson' | 'csv' | 'zip'

/** `origin`: of the capture URL, to make whole URLs of targets. */
export type ArchiveOptions = { origin: string }

/** A part of the file. Text is encoded as UTF-8 by whoever takes it, straight into its buffer. */
export type Piece = string | Uint8Array

/** Writes many captures into one file. */
export type Archive = {
  id: ArchiveKind
  label: string
  extension: string
  contentType: string
  /**
   * The file in pieces, those of one step of captures made when they are asked for, so that neither captures nor file are ever held
   * as a whole. Steps instead of single captures: to await each of 100,000 captures takes longer than to write it. Stopping to ask
   * stops the work.
   */
  write(steps: Steps, options: ArchiveOptions): AsyncGenerator<Iterable<Piece>>
}

/** Captures of a step may be made as they are taken. */
export type Steps = AsyncIterable<Iterable<Capture>> | Iterable<Iterable<Capture>>
