import type { RawHeaders } from '#lib/core/headers'

/** A request from a file, ready to be stored in a bin. */
export type ImportedCapture = {
  method: string
  /** What follows `/in/{binId}`, as on the wire: `/path?query`. Bytes over 0x7F as latin-1. */
  target: string
  httpVersion: '1.0' | '1.1'
  headers: RawHeaders
  trailers: RawHeaders
  body: Uint8Array
  /** Larger than the body where it is `truncated`. */
  bodySize: number
  truncated: boolean
  aborted: boolean
  remoteAddress: string
  /** Milliseconds since 1970. */
  receivedAt: number
  durationMs: number
  pinned: boolean
  note: string | null
}

/** `now`, in milliseconds, stands where a file does not say when a request came. */
export type ImportRules = { bodyBytesMax: number; now: number }

/** One entry of a file: a capture, or why it is none. */
export type ReadEntry = { capture: ImportedCapture } | { fault: string }
