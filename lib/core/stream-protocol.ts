import type { Bin } from './bin'
import type { CapturePatch, CaptureSummary } from './capture'
import type { DeliverySummary } from './delivery'
import type { ErrorCode } from './errors'

// What server and clients say to each other over socket.io. One socket may follow several bins: every event names its own.

/** server -> client */
export type StreamEvents = {
  capture(capture: CaptureSummary): void
  'capture:deleted'(event: { binId: string; id: string; seq: number }): void
  /** Its owner pinned it or let it go, or changed the note: only what was changed is there. */
  'capture:updated'(event: { binId: string; id: string; seq: number } & CapturePatch): void
  /** All captures up to this seq are gone. */
  'bin:cleared'(event: { binId: string; throughSeq: number }): void
  'bin:updated'(bin: Bin): void
  'bin:deleted'(event: { binId: string }): void
  /** The link was revoked or has expired, or the access key was replaced. The server closes the connection. */
  'access:ended'(event: { binId: string }): void
  delivery(delivery: DeliverySummary & { binId: string }): void
}

/** `after`: the stream begins with the capture that follows this seq; without it, with the next one that comes. */
export type SubscribeRequest = { bin: string; after?: number }

/** `lastSeq`: how far the bin had come. The stream begins after it, or after `after` where that is smaller. */
export type SubscribeAnswer = { ok: true; lastSeq: number } | { ok: false; code: ErrorCode }

/** client -> server */
export type StreamRequests = {
  subscribe(request: SubscribeRequest, answer: (answer: SubscribeAnswer) => void): void
  unsubscribe(request: { bin: string }): void
}
