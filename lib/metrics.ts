/** Why a request to a capture URL was not stored as a capture. */
export type RefusalReason = 'bin_not_found' | 'aborted' | 'storage_unavailable' | 'malformed'

/** Counters of this process; prom-client's registry stays behind it. */
export type Metrics = {
  captured(bodyBytes: number): void
  refused(reason: RefusalReason): void
  committed(batchSize: number, seconds: number): void
  resent(outcome: 'answered' | 'failed' | 'forbidden'): void
  /** Prometheus text format. */
  page(): Promise<{ contentType: string; text: string }>
}
