import type { BinChange } from './bin-event'
import type { ConnectedListener, ListenerMessage, ResendJob } from './connected-listener'

/**
 * The messages between processes. `reached`: these bins hold captures up to this seq; the rows are read from the store.
 * `happened`: other events of bins, in order. `missed`: the sender could not send some of its events. Messages are small on purpose: the
 * database guarantees order and completeness of captures, so a lost message only delays them.
 */
export type BusMessage =
  | { reached: [binId: string, seq: number][] }
  | { happened: [binId: string, event: BinChange][] }
  | { missed: true }
  /** Browsers that have the key with this id in their cookie were signed out. */
  | { signedOut: string }
  /** The key with this id was revoked or replaced. */
  | { keyEnded: string }
  /** All listeners that are connected to this process. */
  | { listening: { process: string; listeners: readonly ConnectedListener[] } }
  /** A job for the listener with this id. */
  | { job: { listener: string; job: ResendJob } }
  /** What a listener said, for the caller that awaits it. */
  | { said: { about: string; word: ListenerMessage } }

/** The link between the processes of one installation. It never throws, and drops what it cannot send at once. */
export interface Bus {
  /** Sends to every other process that is subscribed now, not to this one. */
  publish(message: BusMessage): void
  subscribe(listener: (message: BusMessage) => void): () => void
  /** Calls back each time the link is up again after it was down. Messages may have been lost meanwhile. */
  onReturn(listener: () => void): () => void
  close(): Promise<void>
}
