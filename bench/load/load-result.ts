export type LoadOptions = { connections: number; seconds: number; bodyBytes: number; cores: number | null }

/** The result of one load generator. */
export type LoadResult = {
  /** Answers with a status below 400. */
  acknowledged: number
  /** Answers with a status of 400 and above. */
  refused: number
  /** Requests without an answer: refused connections, resets, timeouts. */
  broken: number
  seconds: number
  /** Milliseconds at each tenth of a percent, 999 of them. */
  latencies: readonly number[]
  maxMs: number
}
