import type { EncodedBytes } from '#lib/core/content'
import type { RawHeaders } from '#lib/core/headers'
import type { Bus } from './bus'

/** A connected `creel listen`: it sends the captures of a bin to a target on the machine where it runs. */
export type ConnectedListener = {
  /** Id of this connection. */
  id: string
  binId: string
  /** Chosen by its user. Several listeners may have the same name. */
  name: string
  /** How long a sender waits at most for the response of the listener's target; null: this listener does not answer senders. */
  answerMs: number | null
  /** Milliseconds since 1970. */
  connectedAt: number
}

/** Asks a listener to send a capture to its target once more. */
export type ResendJob = { id: string; captureId: string; seq: number }

/** The response of a listener's target. */
export type TargetAnswer = { status: number; headers: RawHeaders; body: EncodedBytes }

/** A message from a listener: the response for a sender that waits (null: there is none), or the delivery that a job resulted in. */
export type ListenerWord = { answer: TargetAnswer | null } | { deliveryId: string }

/** The connected listeners of all processes, and messages from and to them. Nothing is stored: a listener ends with its connection. */
export interface Listeners {
  /** Adds a listener until the returned function is called. `take` receives its jobs. */
  connect(listener: Omit<ConnectedListener, 'id'>, take: (job: ResendJob) => void): () => void
  /** Latest first. Other processes know of a listener within milliseconds. If its process dies, they forget it within 15 s. */
  of(binId: string): readonly ConnectedListener[]
  /** Gives a job to a listener, in whichever process it is. */
  give(listener: ConnectedListener, job: ResendJob): void
  /**
   * Calls `heard` once: with the listener's message about `about`, or with null if the listener disconnects first. Returns a function that
   * ends the wait.
   */
  await(about: string, listener: ConnectedListener, heard: (word: ListenerWord | null) => void): () => void
  /** Passes a listener's message to the caller that awaits it, in whichever process. Does nothing if nobody waits. */
  say(about: string, word: ListenerWord): void
  /** Starts to exchange listeners with the other processes. */
  join(bus: Bus): void
  close(): void
}
