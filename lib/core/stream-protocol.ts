import type { BinUpdate } from './bin'
import type { CaptureSummary, CaptureUpdate } from './capture'
import type { DeliverySummary } from './delivery'
import type { ErrorCode } from './errors'
import type { Forward } from './forward/forward'

// The messages between server and clients over socket.io. One socket may follow several bins, so every event names its bin.

/** server -> client */
export type StreamEvents = {
  capture(capture: CaptureSummary): void
  'capture:deleted'(event: { binId: string; id: string; seq: number }): void
  /** The owner pinned it or edited its note, its body was read, or a listener answered its sender. Contains only changed fields. */
  'capture:updated'(event: { binId: string; id: string; seq: number } & CaptureUpdate): void
  /** All captures up to this seq were deleted. */
  'bin:cleared'(event: { binId: string; throughSeq: number }): void
  /** Signatures of older captures were checked again, and some verdicts changed. What is shown of this range has to be loaded again. */
  'bin:rechecked'(event: { binId: string; fromSeq: number; throughSeq: number }): void
  'bin:updated'(bin: BinUpdate): void
  'bin:deleted'(event: { binId: string }): void
  /** The link was revoked or expired, or the access key ended. The server closes the connection. */
  'access:ended'(event: { binId: string }): void
  /** Sent only to the owner's keys, as is `forward:deleted`. */
  'forward:updated'(forward: Forward & { binId: string }): void
  'forward:deleted'(event: { binId: string; id: string }): void
  delivery(delivery: DeliverySummary & { binId: string }): void
}

/** `after`: the stream begins after this seq. Without it, it begins with the next new capture. */
export type SubscribeRequest = { bin: string; after?: number }

/** `lastSeq`: the bin's last seq. The stream begins after it, or after `after` if that is smaller. */
export type SubscribeAnswer = { ok: true; lastSeq: number } | { ok: false; code: ErrorCode }

/** client -> server */
export type StreamRequests = {
  subscribe(request: SubscribeRequest, answer: (answer: SubscribeAnswer) => void): void
  unsubscribe(request: { bin: string }): void
}
