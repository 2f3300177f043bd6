import type { BinUpdate } from './bin'
import type { CaptureSummary, CaptureUpdate } from './capture'
import type { DeliverySummary } from './delivery'
import type { ErrorCode } from './errors'

import type { Forward } from './forward/forward'

// What server and clients say to each other over socket.io. One socket may follow several bins: every event names its own.

/** server -> client */
export type StreamEvents = {
  capture(capture: CaptureSummary): void
  'capture:deleted'(event: { binId: string; id: string; seq: number }): void
  /** Its owner pinned or unpinned it or changed the note, its body has been read, or a listener answered its sender: only what has changed is there. */
  'capture:updated'(event: { binId: string; id: string; seq: number } & CaptureUpdate): void
  /** All captures up to this seq are gone. */
  'bin:cleared'(event: { binId: string; throughSeq: number }): void
  'bin:updated'(bin: BinUpdate): void
  'bin:deleted'(event: { binId: string }): void
  /** The link was revoked or has expired, or the access key was replaced. The server closes the connection. */
  'access:ended'(event: { binId: string }): void
  /** For the owner's keys only, as is the next one. */
  'forward:updated'(forward: Forward & { binId: string }): void
  'forward:deleted'(event: { binId: string; id: string }): void
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
