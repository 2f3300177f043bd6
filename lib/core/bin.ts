import type { RawHeaders } from './headers'

/** What the sender gets. */
export type BinResponse = {
  /** 200–599. */
  status: number
  headers: RawHeaders
  /** null: the default body, `{"captured":"<captureId>"}`. */
  body: string | null
  /** 0–30000. Counted from the commit. */
  delayMs: number
}

export const DEFAULT_RESPONSE: BinResponse = { status: 200, headers: [], body: null, delayMs: 0 }

/** A place that catches requests; it has one capture URL. */
export type Bin = {
  id: string
  name: string | null
  captureUrl: string
  inspectUrl: string
  createdAt: string
  /** null: kept for ever. */
  expiresAt: string | null
  captureCount: number
  byteCount: number
  lastSeq: number
  lastCaptureAt: string | null
  response: BinResponse
}
