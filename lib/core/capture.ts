import type { EncodedBytes } from './content'
import type { RawHeaders } from './headers'
import type { UnreadableReason } from './redact/steps'
import type { Reply } from './reply'

/** The sender and event that a request claims. Being recognised proves nothing. The texts are the sender's. */
export type Sender = {
  /** A stable word, `github`; null: unknown. */
  provider: string | null
  /** `GitHub`. */
  label: string | null
  /** In the sender's own words: `push`, `invoice.paid`. */
  event: string | null
  /** A short summary. */
  summary: string | null
}

/**
 * `late`: correct, but its timestamp was outside the tolerance on arrival. `missing`: the bin has a secret of this sender, but the
 * request has no signature.
 */
export const VERDICTS = ['valid', 'late', 'invalid', 'missing'] as const
export type Verdict = (typeof VERDICTS)[number]

/** The verdict of a secret of the bin on a capture. */
export type CaptureSignature = {
  verdict: Verdict
  scheme: string
  secretId: string
  /** ISO 8601; null if the request does not say. */
  signedAt: string | null
  /** Age of the signature when the request arrived. */
  ageSeconds: number | null
}

/** One row of the list: what a frame of the live stream carries. */
export type CaptureSummary = {
  id: string
  /** 1, 2, 3 … within its bin, in commit order, without gaps. Never reused. */
  seq: number
  binId: string
  method: string
  /** The path after `/in/{binId}`, `/` if there is none. As on the wire, not decoded. */
  path: string
  /** The part after the first `?`; null without a `?`, empty if nothing follows it. */
  query: string | null
  contentType: string | null
  /** Bytes of the body as sent. If `truncated`: the declared length, or without one, the number of bytes that arrived. */
  bodySize: number
  truncated: boolean
  /** The connection ended before the body was complete. Then it is `truncated` too. */
  aborted: boolean
  remoteAddress: string
  /** ISO 8601, UTC, milliseconds. */
  receivedAt: string
  userAgent: string | null
  /** Retention does not delete a pinned capture. */
  pinned: boolean
  /** The owner's note. */
  note: string | null
  /** The sender's id of its message, the same in every attempt: `X-GitHub-Delivery`, Stripe's event id and the like. */
  messageId: string | null
  /** 8 hex digits, of the stored body bytes. null if it was stored by an earlier version, or is hidden by this link. */
  bodyCrc32: string | null
  /** Read from headers and body, or only from the headers while the body has not been read. null: unknown. */
  sender: Sender | null
  /** The reply that the sender received. null if there was none, as for an import, or an earlier version stored the capture. */
  reply: Reply | null
  /** null if no secret of the bin applies, or it is not checked yet. */
  signature: CaptureSignature | null
}

/** What its owner can change on a capture. Contains only changed fields. */
export type CapturePatch = Partial<Pick<CaptureSummary, 'pinned' | 'note'>>

/** What may change in a stored capture: its owner edits it, its body is read later, or a listener answers its sender. */
export type CaptureUpdate = CapturePatch & Partial<Pick<CaptureSummary, 'sender' | 'messageId' | 'signature' | 'reply'>>

/** One stored HTTP request, exactly as it arrived. */
export type Capture = CaptureSummary & {
  /** The request target as on the wire. */
  url: string
  httpVersion: string
  headers: RawHeaders
  trailers: RawHeaders
  body: EncodedBytes
  /**
   * Not set: `body` is the whole body. `masked` and `withheld`: a `redacted` share link shows the body without its credentials, or not at all.
   * `omitted`: the body is larger than the caller wanted. If it is withheld or omitted, `data` is empty.
   */
  bodyShown?: 'masked' | 'withheld' | 'omitted'
  /** Why a body is withheld: a link that hides credentials shows only bodies that can be read completely. */
  withheldReason?: UnreadableReason
  /** Hex, of the stored bytes; null if anything of the capture is hidden, because a short secret could be guessed from it. */
  bodySha256: string | null
  /** From the end of the header block to the last byte of the body. */
  durationMs: number
}

const DURATION_MS_MAX = 2 ** 31 - 1

/** A duration as it is stored: whole milliseconds, up to 24 days. */
export function durationOf(ms: number): number {
  return Math.min(DURATION_MS_MAX, Math.max(0, Math.round(ms)))
}
