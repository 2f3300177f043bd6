import type { EncodedBytes } from './content'
import type { RawHeaders } from './headers'

/** Why a delivery got no answer; `code` is a stable snake_case word. */
export type DeliveryError = { code: string; message: string }

/** Milliseconds from the start; null where that step was not reached (a literal address is not looked up). */
export type DeliveryTimings = { dnsMs: number | null; connectMs: number | null; firstByteMs: number | null; totalMs: number }

/** `omittedBytes`: the body has so many bytes, and this list leaves them out; `data` is empty. */
export type ResponseBody = EncodedBytes & { truncated: boolean; omittedBytes?: number }

/** A delivery as the list gives it: without `responseBody.data` where it is long. */
export type ListedDelivery = Omit<Delivery, 'responseBody'> & {
  responseBody: Omit<ResponseBody, 'data'> & { data?: string }
}

/** Who sent it: somebody with a resend, a forward, or the CLI of somebody's machine. */
export const DELIVERY_VIA = ['resend', 'forward', 'cli'] as const
export type DeliveryVia = (typeof DELIVERY_VIA)[number]

/** One attempt to send a capture on to another endpoint. */
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
  responseBody: ResponseBody
  error: DeliveryError | null
  /** What breaks a rule of HTTP in an answer that was understood all the same. Not set: nothing does. */
  warning?: string
  startedAt: string
  timings: DeliveryTimings
  via: DeliveryVia
  /** Of the forward that sent it. */
  forwardId: string | null
  /** 1, 2, 3 … of what is tried again; null: not counted. */
  attempt: number | null
}

/** A delivery as the live stream carries it: never the body. */
export type DeliverySummary = Omit<Delivery, 'responseBody'>
