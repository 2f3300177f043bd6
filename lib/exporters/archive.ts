import type { Capture } from '#lib/core/capture'

export type ArchiveKind = 'har' | 'ndjson' | 'csv' | 'zip'

/** `origin`: of the capture URL, to make whole URLs of targets. */
export type ArchiveOptions = { origin: string }

/** Writes many captures into one file. Runs in the browser and on the server. */
export type Archive = {
  id: ArchiveKind
  label: string
  extension: string
  contentType: string
  /**
   * The file in pieces, each made when it is asked for, so that neither captures nor file are ever held as a whole. Stopping
   * to ask stops the work.
   */
  write(captures: AsyncIterable<Capture> | Iterable<Capture>, options: ArchiveOptions): AsyncGenerator<Uint8Array<ArrayBuffer>>
}
