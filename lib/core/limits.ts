/** Limits that are part of the contract and not settings. */
export const LIMITS = {
  /** JSON bodies of the REST API, except a resend's. */
  jsonBodyBytesMax: 1_048_576,
  /** Request line and headers together; Node answers 431 above it. */
  headerBytesMax: 65_536,
  /** Of a resend's answer. */
  responseBodyBytesKept: 1_048_576,
  resendTimeoutMs: 30_000,
  responseDelayMsMax: 30_000,
  /** Of the configured reply. */
  replyBodyCharsMax: 262_144,
  sharesPerBinMax: 100,
  shareSecondsDefault: 7 * 24 * 3600,
  shareSecondsMax: 365 * 24 * 3600,
  binNameCharsMax: 100,
  noteCharsMax: 2_000,
  /** Of one call that imports captures. */
  importBytesMax: 1024 * 1024 * 1024,
  /** At the same time, from one address. */
  importsPerAddressMax: 8,
  /** Of what an import left out; the others are counted. */
  importSkippedListed: 100,
  /** A capture that a page opens has no longer body in it: the viewers' worker fetches that. */
  pageBodyBytesMax: 262_144,
  pageSizeMax: 200,
  pageSizeDefault: 50,
} as const
