import type { ConnectedListener, ListenerWord, ResendJob } from './listeners'
import type { BinEvent } from './live'

/**
 * What processes tell each other. `reached`: these bins hold captures up to this seq; the rows are read from the store.
 * `happened`: what else happened to bins, in order. `missed`: the sender could not send some of its events. Messages are small on purpose: order and completeness of captures come
 * from the database, so a lost message costs time and nothing else.
 */
export type BusMessage =
  | { reached: [binId: string, seq: number][] }
  | { happened: [binId: string, event: BinEvent][] }
  | { missed: true }
  /** The browsers that hold the key of this id as their cookie were signed out. */
  | { signedOut: string }
  /** The key of this id was revoked or replaced. */
  | { keyEnded: string }
  /** All that listen from elsewhere at this process. */
  | { listening: { process: string; listeners: readonly ConnectedListener[] } }
  /** For the listener with this id. */
  | { job: { listener: string; job: ResendJob } }
  /** For whoever awaits it. */
  | { said: { about: string; word: ListenerWord } }

/** The link between the processes of one installation. It never throws and never holds what it cannot send. */
export interface Bus {
  /** Reaches every other process that is listening now; not this one. */
  publish(message: BusMessage): void
  subscribe(listener: (message: BusMessage) => void): () => void
  /** Calls back each time the link stands again after it was away: messages may have been lost. */
  onReturn(listener: () => void): () => void
  close(): Promise<void>
}
