import type { EncodedBytes } from './content'
import type { RawHeaders } from './headers'

/** Why a delivery got no complete response. `code` is a stable snake_case word. */
export type DeliveryError = { code: string; message: string }

/** Milliseconds from the start; null if a step was not reached, or skipped, as the lookup is for a literal address. */
export type DeliveryTimings = { dnsMs: number | null; connectMs: number | null; firstByteMs: number | null; totalMs: number }

/** `omittedBytes`: the body has this many bytes and is left out of this list; `data` is empty. */
export type ResponseBody = EncodedBytes & { truncated: boolean; omittedBytes?: number }

/** A delivery as the list returns it: without `responseBody.data` if it is long. */
export type ListedDelivery = Omit<Delivery, 'responseBody'> & {
  responseBody: Omit<ResponseBody, 'data'> & { data?: string }
}

/** What sent a delivery: a resend, a forward, or the CLI on somebody's machine. */
export const DELIVERY_VIA = ['resend', 'forward', 'cli'] as const
export type DeliveryVia = (typeof DELIVERY_VIA)[number]

/** One attempt to send a capture to another endpoint. */
export type Delivery = {
  id: string
  captureId: string
  url: string
  method: string
  requestHeaders: RawHeaders
  requestBodySize: number
  /** null if no response came; `error` says why. */
  status: number | null
  responseHeaders: RawHeaders
  responseBody: ResponseBody
  error: DeliveryError | null
  /** Violations of HTTP in a response that could be parsed anyway, as a sentence. Not set: none. */
  warning?: string
  startedAt: string
  timings: DeliveryTimings
  via: DeliveryVia
  /** The forward that sent it. */
  forwardId: string | null
  /** 1, 2, 3 … for deliveries that are retried; null: not counted. */
  attempt: number | null
}

/** A delivery as the live stream carries it: never the body. */
export type DeliverySummary = Omit<Delivery, 'responseBody'>
