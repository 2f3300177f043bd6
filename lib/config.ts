/** The settings of this process; see docs/configuration.md. */
export type Config = {
  port: number
  host: string
  /** Public origin, or null: taken from each request. */
  origin: string | null
  captureOrigin: string | null
  databaseUrl: string
  redisUrl: string | null
  maxBodyBytes: number
  maxCapturesPerBin: number
  /** null: for ever. */
  binTtlMs: number | null
  maxDatabaseBytes: number | null
  /** CIDRs and `host:port` pairs. */
  resendAllow: readonly string[]
  metricsPort: number | null
  trustProxy: number
  logLevel: string
}
