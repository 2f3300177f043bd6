import type { EncodedBytes } from './content'
import type { RawHeaders } from './headers'

/** Why a delivery got no answer; `code` is a stable snake_case word. */
export type DeliveryError = { code: string; message: string }

/** Milliseconds from the start; null where that step was not reached (a literal address is not looked up). */
export type DeliveryTimings = { dnsMs: number | null; connectMs: number | null; firstByteMs: number | null; totalMs: number }

/** One attempt to send a capture on to another endpoint (a "resend"). */
export type Delivery = {
  id: string
  captureId: string
  url: string
  method: string
  requestHeaders: RawHeaders
  requestBodySize: number
  /** null where no answer came; `error` says why. */
  status: number | null
  responseHeaders: RawHeaders
  responseBody: EncodedBytes & { truncated: boolean }
  error: DeliveryError | null
  startedAt: string
  timings: DeliveryTimings
}

/** A delivery as the live stream carries it: never the body. */
export type DeliverySummary = Omit<Delivery, 'responseBody'>
