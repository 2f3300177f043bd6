/** A request on its way into the store. Header lists are flat, as Node gives them: `[name, value, name, value]`. */
export type NewCapture = {
  binKey: number
  method: string
  /** The request target as it stood on the wire. */
  target: string
  /** `1.0` or `1.1`. */
  httpVersion: string
  rawHeaders: readonly string[]
  rawTrailers: readonly string[]
  body: Uint8Array
  /** Of `body`, unsigned. */
  bodyCrc32: number
  /** What was declared or had come, at least `body.byteLength`. */
  bodySize: number
  truncated: boolean
  remoteAddress: string
  /** Milliseconds since 1970, taken before the body was read. */
  receivedAt: number
  durationMs: number
  /** Of one that was imported: what its owner had added, and when it was, which is what the bin's lifetime counts from. */
  imported?: { pinned: boolean; note: string | null; at: number }
}

/** A stored capture without its body and trailers: what a list needs. */
export type StoredSummary = Pick<
  NewCapture,
  'method' | 'target' | 'rawHeaders' | 'bodySize' | 'truncated' | 'remoteAddress' | 'receivedAt'
> & {
  seq: number
  pinned: boolean
  note: string | null
  /** null: stored by an earlier version. */
  bodyCrc32: number | null
}

export type StoredCapture = StoredSummary & Pick<NewCapture, 'httpVersion' | 'rawTrailers' | 'body' | 'durationMs'>
