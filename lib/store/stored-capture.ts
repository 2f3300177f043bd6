import type { Verdict } from '#lib/core/capture'
import type { Reply } from '#lib/core/reply'
import type { Facts } from '#lib/senders/read-facts'

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
  /** The connection ended before the body was complete. Then it is `truncated` too. */
  aborted: boolean
  remoteAddress: string
  /** Milliseconds since 1970, taken before the body was read. */
  receivedAt: number
  durationMs: number
  /** null: not read yet; that is left to the backlog. */
  facts: Facts | null
  /** By the secrets of its bin. */
  judged: Judged
  /** null: nothing was answered, as to an import or to a sender that went away. */
  reply: Reply | null
  /** Of one that was imported: what its owner had added, and when it was, which is what the bin's lifetime counts from. */
  imported?: { pinned: boolean; note: string | null; at: number }
}

/** What the secrets of a bin say of a signature. Times are milliseconds since 1970. */
export type StoredSignature = {
  verdict: Verdict
  scheme: string
  secretId: string
  signedAt: number | null
  ageSeconds: number | null
}

/** `version`: of the bin's secrets (`StoredBin.secretsVersion`) as they were then; no version of any bin where it was not judged: that is left to the backlog. `signature` null: no secret applies. */
export type Judged = { version: number; signature: StoredSignature | null }

/** A stored capture without its body and trailers: what a list needs. */
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
