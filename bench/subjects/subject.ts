/** A program under load. */
export type Subject = {
  key: string
  title: string
  start(options: { cores: number | null }): Promise<Running>
}

/** It runs, is empty, and answers captures. */
export type Running = {
  /** A capture URL for each of its processes. */
  urls: readonly string[]
  /** Of its own processes. */
  pids: readonly number[]
  /** Of the database server it uses, where that is a process of its own. */
  databasePids(): readonly number[]
  /** How many captures are in the database, or null where that cannot be told. */
  storedCount(): Promise<number | null>
  /** Ends it, says how many bytes on disk its captures left, and takes these away. */
  stop(): Promise<{ diskBytes: number | null }>
}
