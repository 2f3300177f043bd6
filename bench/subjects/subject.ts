/** A program under load. */
export type Subject = {
  key: string
  title: string
  start(options: { cores: number | null }): Promise<Running>
}

/** A running, empty subject that answers captures. */
export type Running = {
  /** One capture URL for each process. */
  urls: readonly string[]
  /** Pids of its own processes. */
  pids: readonly number[]
  /** Pids of its database server, if that is a separate process. */
  databasePids(): readonly number[]
  /** How many captures are in the database; null if unknown. */
  storedCount(): Promise<number | null>
  /** Stops it, returns how many bytes its captures take on disk, and deletes them. */
  stop(): Promise<{ diskBytes: number | null }>
}
