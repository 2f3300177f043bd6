import type { DeliveryError, DeliveryTimings } from '#lib/core/delivery'
import type { RawHeaders } from '#lib/core/headers'

export type OutgoingRequest = {
  url: URL
  method: string
  headers: RawHeaders
  body: Uint8Array
  timeoutMs: number
  responseBytesMax: number
}

export type SentRequest = {
  status: number | null
  responseHeaders: [string, string][]
  responseBody: Uint8Array
  responseTruncated: boolean
  error: DeliveryError | null
  timings: DeliveryTimings
  /** The header list as it went out, `host` and `content-length` included. */
  requestHeaders: [string, string][]
}

/**
 * Sends one request, follows no redirect, and never rejects for what the target does: `error` tells.
 * @throws `target_forbidden` where the address guard refuses the address that would be dialled.
 */
export type SendRequest = (request: OutgoingRequest) => Promise<SentRequest>
