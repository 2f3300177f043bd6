import type { RawHeaders } from '#lib/core/headers'

/** A request from a file, ready to be stored in a bin. */
export type ImportedCapture = {
  method: string
  /** The part after `/in/{binId}`, as on the wire: `/path?query`. Bytes over 0x7F as latin-1. */
  target: string
  httpVersion: '1.0' | '1.1'
  headers: RawHeaders
  trailers: RawHeaders
  body: Uint8Array
  /** Larger than the body if the body is `truncated`. */
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

/** `now`, in milliseconds, is used if the file has no time for a request. */
export type ImportRules = { bodyBytesMax: number; now: number }

/** The capture in one entry of a file, or why the entry is not a capture. */
/** `broken`: it is not JSON at all. */
export type ReadEntry = { capture: ImportedCapture } | { fault: string; broken?: true }
