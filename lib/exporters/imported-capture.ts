import type { FieldError } from '#lib/core/errors'
import type { RawHeaders } from '#lib/core/headers'

/** A request from a file, ready to be stored in a bin. */
export type ImportedCapture = {
  method: string
  /** What follows `/in/{binId}`, as on the wire: `/path?query`. Bytes over 0x7F as latin-1. */
  target: string
  httpVersion: string
  headers: RawHeaders
  trailers: RawHeaders
  body: Uint8Array
  /** Larger than the body where it is `truncated`. */
  bodySize: number
  truncated: boolean
  remoteAddress: string
  /** Milliseconds since 1970. */
  receivedAt: number
  durationMs: number
}

/** What could be read, in the order of the file, and what could not: `path` is `line 3` or `log.entries.2.request.url`. */
export type Imported = { captures: ImportedCapture[]; errors: FieldError[] }

export type ImportLimits = { capturesMax: number; bodyBytesMax: number }
