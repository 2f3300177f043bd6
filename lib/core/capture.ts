import type { EncodedBytes } from './content'
import type { RawHeaders } from './headers'

/** What a request says of itself: who sent it and which event it is. To be recognised proves nothing. The texts are the sender's. */
export type Sender = {
  /** A stable word, `github`. */
  provider: string
  /** `GitHub`. */
  label: string
  /** In the provider's own words: `push`, `invoice.paid`. */
  event: string | null
  /** A few words about what it is about. */
  summary: string | null
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
  remoteAddress: string
  /** ISO 8601, UTC, milliseconds. */
  receivedAt: string
  userAgent: string | null
  /** Retention leaves a pinned capture alone. */
  pinned: boolean
  /** What the owner wrote beside it. */
  note: string | null
  /** The sender's id of what it delivers, the same in every attempt, by the headers: `webhook-id`, `X-GitHub-Delivery` and the like. */
  messageId: string | null
  /** Hex, 8 digits, of the body's bytes that are stored. null: stored by an earlier version, or not told through this link. */
  bodyCrc32: string | null
  /** By the headers; in a `Capture` by the body too. null: nobody that is known. */
  sender: Sender | null
}

/** What its owner adds to a capture: only what is to change, or was changed. */
export type CapturePatch = Partial<Pick<CaptureSummary, 'pinned' | 'note'>>

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
  /** Hex. Of the bytes that are stored. */
  bodySha256: string
  /** From the end of the header block to the last byte of the body. */
  durationMs: number
}
