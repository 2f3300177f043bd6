import type { DeliveryError, DeliveryTimings } from '#lib/core/delivery'
import type { RawHeaders } from '#lib/core/headers'
import type { Connections } from './connections'

export type OutgoingRequest = {
  /** As the caller wrote it. Path and query are sent unchanged; see `readTarget`. */
  url: string
  /** An RFC 9110 token, upper-case, not CONNECT. */
  method: string
  /** Legal names and values. Hop-by-hop headers are left out; `host` and `content-length` are replaced. */
  headers: RawHeaders
  body: Uint8Array
  /** For the whole exchange, from the lookup to the last byte of the response. */
  timeoutMs: number
  /** Limit for the response body. The rest is not read. */
  responseBytesMax: number
  /** Whose share of the memory for exchanges in flight this one uses. */
  share: string
  /** Aborted when nobody waits for the response any more. Then the connection is closed. */
  signal?: AbortSignal
  /** Where idle connections are taken from and kept for the next request. If omitted, the request opens and closes its own. */
  connections?: Connections
}

export type SentRequest = {
  /** Set if the response headers arrived, even if `error` cut the body short. */
  status: number | null
  responseHeaders: [string, string][]
  /** As it was received, not decompressed. */
  responseBody: Uint8Array
  responseTruncated: boolean
  error: DeliveryError | null
  /** Violations of HTTP in a response that could be parsed anyway, as a sentence. */
  warning?: string | null
  timings: DeliveryTimings
  /** The header list as it was sent, including `host` and `content-length`. */
  requestHeaders: [string, string][]
}

/**
 * Sends one request without following redirects. Never rejects because of what the target does: `error` describes it.
 * @throws `target_forbidden` if the guard refuses the port or the address that would be dialled.
 * @throws `invalid_input` for a URL that cannot be sent to.
 * @throws `too_many_requests` if too much is in flight already.
 */
export type SendRequest = (request: OutgoingRequest) => Promise<SentRequest>
