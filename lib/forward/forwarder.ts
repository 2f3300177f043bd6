/** Works on forwards in the background, shared out among the processes on this database by leases. */
export interface Forwarder {
  /** A forward was created or resumed. */
  wake(): void
  /** How many forwards this process works on. */
  count(): number
  /** Waits for what is under way, and leaves the forwards to the other processes. */
  stop(): Promise<void>
}
