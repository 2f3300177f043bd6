import type { DeliveryError, DeliveryTimings } from '#lib/core/delivery'
import type { RawHeaders } from '#lib/core/headers'

export type OutgoingRequest = {
  /** As the caller wrote it: path and query go out so, see `readTarget`. */
  url: string
  /** An RFC 9110 token, upper-case, not CONNECT. */
  method: string
  /** Legal names and values. What belongs to one connection is left out; `host` and `content-length` are made anew. */
  headers: RawHeaders
  body: Uint8Array
  /** For all of it, from the look-up to the last byte of the answer. */
  timeoutMs: number
  /** More is not read. */
  responseBytesMax: number
  /** Whose share of the memory for exchanges under way this one takes. */
  share: string
  /** Aborted when nobody waits for the answer any more: the connection is closed. */
  signal?: AbortSignal
}

export type SentRequest = {
  /** Set where the head of an answer came, even if `error` cut its body short. */
  status: number | null
  responseHeaders: [string, string][]
  /** As it came: not decompressed. */
  responseBody: Uint8Array
  responseTruncated: boolean
  error: DeliveryError | null
  /** What breaks a rule of HTTP in an answer that was understood all the same. */
  warning?: string | null
  timings: DeliveryTimings
  /** The header list as it went out, `host` and `content-length` included. */
  requestHeaders: [string, string][]
}

/**
 * Sends one request, follows no redirect, and never rejects for what the target does: `error` tells.
 * @throws `target_forbidden` where the guard refuses the port, or the address that would be dialled.
 * @throws `invalid_input` for a URL that cannot be sent to.
 * @throws `too_many_requests` where too much is under way already.
 */
export type SendRequest = (request: OutgoingRequest) => Promise<SentRequest>
