import type { BinRequire } from './bin-require'
import type { RawHeaders } from './headers'

/** The response that senders get. */
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

/** A bin receives requests at one capture URL. */
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
  /** null: anybody may send. Secret values are masked. */
  require: BinRequire | null
}

/** A bin as the live stream carries it. The body of its response may be 256 KiB long, so clients that need it fetch the bin. */
export type BinUpdate = Omit<Bin, 'response'> & { response: Omit<BinResponse, 'body'> }

export function binUpdate({ response: { body: _, ...response }, ...bin }: Bin): BinUpdate {
  return { ...bin, response }
}
