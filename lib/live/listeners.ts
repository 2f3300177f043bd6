import type { EncodedBytes } from '#lib/core/content'
import type { RawHeaders } from '#lib/core/headers'
import type { Bus } from './bus'

/** A program that brings the captures of a bin to the machine where it runs, while it is connected: `creel listen`. */
export type ConnectedListener = {
  /** Of this connection. */
  id: string
  binId: string
  /** As its user called it. Several may have the same name. */
  name: string
  /** How long a sender waits for what its target answers, at most; null: it does not answer senders. */
  answerMs: number | null
  /** Milliseconds since 1970. */
  connectedAt: number
}

/** Asks a listener to send a capture to its target once more. */
export type ResendJob = { id: string; captureId: string; seq: number }

/** What the target of a listener answered. */
export type TargetAnswer = { status: number; headers: RawHeaders; body: EncodedBytes }

/** What a listener says: the answer for a sender that waits (null: it has none), or the delivery that came of a job. */
export type ListenerWord = { answer: TargetAnswer | null } | { deliveryId: string }

/** Who listens to bins from elsewhere, in all processes, and what they say. Nothing of it is stored: it ends with the connection. */
export interface Listeners {
  /** Until the function that it returns is called. `take` gets jobs. */
  connect(listener: Omit<ConnectedListener, 'id'>, take: (job: ResendJob) => void): () => void
  /** Latest first. Another process hears of a listener within milliseconds, and that it is gone within 15 s where its process died. */
  of(binId: string): readonly ConnectedListener[]
  /** Reaches the listener in whichever process it is. */
  give(listener: ConnectedListener, job: ResendJob): void
  /** Calls `heard` once: with what is said about this, or with null when the listener disconnects first. What it returns ends the wait. */
  await(about: string, listener: ConnectedListener, heard: (word: ListenerWord | null) => void): () => void
  /** Reaches whoever awaits it, in whichever process. Where nobody does, nothing happens. */
  say(about: string, word: ListenerWord): void
  /** Meets the other processes. */
  join(bus: Bus): void
  close(): void
}
