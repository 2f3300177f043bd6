import type { Verdict } from '#lib/core/capture'
import type { Reply } from '#lib/core/reply'
import type { Facts } from '#lib/senders/read-facts'

/** A capture that is about to be stored. Header lists are flat, as in Node: `[name, value, name, value]`. */
export type NewCapture = {
  binKey: number
  method: string
  /** The request target as on the wire. */
  target: string
  /** `1.0` or `1.1`. */
  httpVersion: string
  rawHeaders: readonly string[]
  rawTrailers: readonly string[]
  body: Uint8Array
  /** CRC-32 of `body`, unsigned. */
  bodyCrc32: number
  /** Declared length, or bytes that arrived; at least `body.byteLength`. */
  bodySize: number
  truncated: boolean
  /** The connection ended before the body was complete. Then it is `truncated` too. */
  aborted: boolean
  remoteAddress: string
  /** Milliseconds since 1970, taken before the body was read. */
  receivedAt: number
  durationMs: number
  /** null: not read yet, and left to the backlog. */
  facts: Facts | null
  /** The verdict by the bin's secrets. */
  judged: Judged
  /** null: there was no reply, as for an import or a sender that disconnected. */
  reply: Reply | null
  /** Set for an imported capture: what its owner had added, and the time of the import, from which the bin's lifetime counts. */
  imported?: { pinned: boolean; note: string | null; at: number }
}

/** The verdict of a bin's secret on a signature. Times are milliseconds since 1970. */
export type StoredSignature = {
  verdict: Verdict
  scheme: string
  secretId: string
  signedAt: number | null
  ageSeconds: number | null
}

/**
 * `version`: the version of the bin's secrets that judged it (`StoredBin.secretsVersion`). If it was not judged, a version that no bin has, and it
 * is left to the backlog. `signature` null: no secret applies.
 */
export type Judged = { version: number; signature: StoredSignature | null }

/** A stored capture without body and trailers, as lists need it. */
export type StoredSummary = Pick<
  NewCapture,
  'method' | 'target' | 'rawHeaders' | 'facts' | 'reply' | 'bodySize' | 'truncated' | 'aborted' | 'remoteAddress' | 'receivedAt'
> & {
  seq: number
  pinned: boolean
  note: string | null
  /** null: stored by an earlier version. */
  bodyCrc32: number | null
  /** null: no secret of the bin applies, or it is not judged yet. */
  signature: StoredSignature | null
}

export type StoredCapture = StoredSummary & Pick<NewCapture, 'httpVersion' | 'rawTrailers' | 'body' | 'durationMs'>
