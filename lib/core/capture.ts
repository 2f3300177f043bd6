import type { EncodedBytes } from './content'
import type { RawHeaders } from './headers'
import type { UnreadReason } from './redact/steps'
import type { Reply } from './reply'

/** What a request says of itself: who sent it and which event it is. To be recognised proves nothing. The texts are the sender's. */
export type Sender = {
  /** A stable word, `github`; null: nobody that is known. */
  provider: string | null
  /** `GitHub`. */
  label: string | null
  /** In the sender's own words: `push`, `invoice.paid`. */
  event: string | null
  /** A few words about what it is about. */
  summary: string | null
}

/**
 * `late`: right, but its timestamp was outside the tolerance on arrival. `missing`: what a sender signs with is known, and the request has no
 * signature.
 */
export const VERDICTS = ['valid', 'late', 'invalid', 'missing'] as const
export type Verdict = (typeof VERDICTS)[number]

/** What a secret of the bin says of a capture. */
export type CaptureSignature = {
  verdict: Verdict
  scheme: string
  secretId: string
  /** ISO 8601; null: it is not said. */
  signedAt: string | null
  /** On arrival. */
  ageSeconds: number | null
}

/** One line of the list: what a frame of the live stream carries. */
export type CaptureSummary = {
  id: string
  /** 1, 2, 3 … within its bin, in commit order, no gaps, never used again. */
  seq: number
  binId: string
  method: string
  /** What follows `/in/{binId}`, `/` where nothing does. As on the wire: not decoded. */
  path: string
  /** What follows the first `?`, without it; null where there is no `?`, empty where nothing follows it. */
  query: string | null
  contentType: string | null
  /** Bytes of the body as sent; where `truncated`, the declared length, or what had come when it was cut. */
  bodySize: number
  truncated: boolean
  /** The connection ended before the body was complete. Then it is `truncated` too. */
  aborted: boolean
  remoteAddress: string
  /** ISO 8601, UTC, milliseconds. */
  receivedAt: string
  userAgent: string | null
  /** Retention leaves a pinned capture alone. */
  pinned: boolean
  /** What the owner wrote beside it. */
  note: string | null
  /** The sender's id of what it delivers, the same in every attempt: `X-GitHub-Delivery`, Stripe's event id and the like. */
  messageId: string | null
  /** Hex, 8 digits, of the body's bytes that are stored. null: stored by an earlier version, or not told through this link. */
  bodyCrc32: string | null
  /** By headers and body; where the body has not been read yet, by the headers. null: nothing is known. */
  sender: Sender | null
  /** What the sender was answered; null: nothing, as to an import, or stored by an earlier version. */
  reply: Reply | null
  /** null: no secret of the bin applies to it, or it is not judged yet. */
  signature: CaptureSignature | null
}

/** What its owner adds to a capture: only what is to change, or was changed. */
export type CapturePatch = Partial<Pick<CaptureSummary, 'pinned' | 'note'>>

/** What may change of a capture: by its owner, when its body has been read, or when a listener has answered its sender. */
export type CaptureUpdate = CapturePatch & Partial<Pick<CaptureSummary, 'sender' | 'messageId' | 'signature' | 'reply'>>

/** One stored HTTP request, exactly as it arrived. */
export type Capture = CaptureSummary & {
  /** The request target as it stood on the wire. */
  url: string
  httpVersion: string
  headers: RawHeaders
  trailers: RawHeaders
  body: EncodedBytes
  /**
   * Not set: `body` is the body. For a viewer of a `redacted` share it is without its credentials, or not shown at all. `omitted`: it was
   * asked for without a body of this size. `data` is empty where it is withheld or omitted.
   */
  bodyShown?: 'masked' | 'withheld' | 'omitted'
  /** Why a body is withheld: what cannot be read completely is not shown through a link that hides credentials. */
  withheldReason?: UnreadReason
  /** Hex. Of the bytes that are stored; null where anything of the capture is hidden, since a short secret could be guessed from it. */
  bodySha256: string | null
  /** From the end of the header block to the last byte of the body. */
  durationMs: number
}
