/** Works on forwards in the background. Leases divide the forwards among the processes that share this database. */
export interface Forwarder {
  /** Call after a forward was created or resumed. */
  wake(): void
  /**
   * `count`: forwards that this process works on. `lag`: captures that they have not reached yet. `waiting`: captures in memory that wait
   * for another attempt.
   */
  progress(): { count: number; lag: number; waiting: number }
  /** Waits for requests in flight, then releases its leases so that other processes can take over. */
  stop(): Promise<void>
}
