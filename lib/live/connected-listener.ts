import type { EncodedBytes } from '#lib/core/content'
import type { RawHeaders } from '#lib/core/headers'

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
export type ListenerMessage = { answer: TargetAnswer | null } | { deliveryId: string }
