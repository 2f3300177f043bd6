/** Limits that are part of the API and cannot be configured. */
export const LIMITS = {
  /** JSON bodies of the REST API, except a resend's. */
  jsonBodyBytesMax: 1_048_576,
  /** Request line and headers together; Node answers 431 above it. */
  headerBytesMax: 65_536,
  /** How much of the response to a resend is kept. */
  responseBodyBytesKept: 1_048_576,
  /** Longer response bodies are left out of lists of deliveries; `GET …/deliveries/{delivery}` returns them. */
  listedResponseBodyBytesMax: 65_536,
  resendTimeoutMs: 30_000,
  /** A listener that was asked to resend must report the delivery within this time. */
  listenerReportMsMax: 35_000,
  responseDelayMsMax: 30_000,
  /** Body of a bin's configured response. */
  replyBodyCharsMax: 262_144,
  /** All headers of that response. Node's own client accepts no more than 16 KiB. */
  replyHeaderCharsMax: 16_384,
  sharesPerBinMax: 100,
  cursorsPerBinMax: 1_000,
  forwardsPerBinMax: 20,
  /** In one file or one call. */
  declaredBinsMax: 200,
  keysPerOwnerMax: 100,
  /** Bins that one key may be limited to. */
  binsPerKeyMax: 100,
  /** Label of an access key or of a bin's secret. */
  labelCharsMax: 100,
  secretsPerBinMax: 50,
  shareSecondsDefault: 7 * 24 * 3600,
  shareSecondsMax: 365 * 24 * 3600,
  binNameCharsMax: 100,
  noteCharsMax: 2_000,
  /** Body of one call that imports captures. */
  importBytesMax: 1024 * 1024 * 1024,
  /** Concurrent imports from one address. */
  importsPerAddressMax: 8,
  /** Concurrent exports to one address. */
  exportsPerAddressMax: 3,
  /** Concurrent waits for captures: from one address, at the bins of one owner, in one process. */
  waitsPerAddressMax: 2_000,
  waitsPerOwnerMax: 2_000,
  waitsMax: 5_000,
  /** Below the 60 s after which proxies close a silent connection. */
  waitSecondsMax: 55,
  waitSecondsDefault: 25,
  waitCountMax: 100,
  /** Sum of the bodies in one answer of a wait. */
  waitBodyBytesMax: 16 * 1024 * 1024,
  expectationsMax: 20,
  /** An import with more invalid entries than this is stopped. */
  importFaultsMax: 1_000,
  /** How many skipped entries an import lists; the others are only counted. */
  importSkippedListed: 100,
  /** The page gets a capture without its body if that is longer than this; the viewers' worker fetches it. */
  pageBodyBytesMax: 262_144,
  pageSizeMax: 200,
  pageSizeDefault: 50,
} as const
