/** Works on forwards in the background, shared out among the processes on this database by leases. */
export interface Forwarder {
  /** A forward was created or resumed. */
  wake(): void
  /** How many forwards this process works on, how far they are behind, and how many captures wait for another attempt (in memory). */
  progress(): { count: number; lag: number; waiting: number }
  /** Waits for what is under way, and leaves the forwards to the other processes. */
  stop(): Promise<void>
}
