import type { Bus } from './bus'
import type { ConnectedListener, ListenerMessage, ResendJob } from './connected-listener'

/** The connected listeners of all processes, and messages from and to them. Nothing is stored: a listener ends with its connection. */
export interface Listeners {
  /** Adds a listener until the returned function is called. `take` receives its jobs. */
  connect(listener: Omit<ConnectedListener, 'id'>, take: (job: ResendJob) => void): () => void
  /** Latest first. Other processes know of a listener within milliseconds. If its process dies, they forget it within 15 s. */
  of(binId: string): readonly ConnectedListener[]
  /** Gives a job to a listener, in whichever process it is. */
  sendJob(listener: ConnectedListener, job: ResendJob): void
  /**
   * Calls `resolve` once: with the listener's message about `about`, or with null if the listener disconnects first. Returns a function that
   * ends the wait.
   */
  await(about: string, listener: ConnectedListener, resolve: (word: ListenerMessage | null) => void): () => void
  /** Passes a listener's message to the caller that awaits it, in whichever process. Does nothing if nobody waits. */
  deliver(about: string, word: ListenerMessage): void
  /** Starts to exchange listeners with the other processes. */
  join(bus: Bus): void
  close(): void
}
