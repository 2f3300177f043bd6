/** Limits that are part of the contract and not settings. */
export const LIMITS = {
  /** JSON bodies of the REST API, except a resend's. */
  jsonBodyBytesMax: 1_048_576,
  /** Request line and headers together; Node answers 431 above it. */
  headerBytesMax: 65_536,
  /** Of a resend's answer. */
  responseBodyBytesKept: 1_048_576,
  /** A list of deliveries holds no longer response body; `GET …/deliveries/{delivery}` gives it. */
  listedResponseBodyBytesMax: 65_536,
  resendTimeoutMs: 30_000,
  /** A listener that was asked to resend reports the delivery by then. */
  listenerReportMsMax: 35_000,
  responseDelayMsMax: 30_000,
  /** Of the configured reply. */
  replyBodyCharsMax: 262_144,
  /** All its headers; Node's own client takes no more than 16 KiB. */
  replyHeaderCharsMax: 16_384,
  sharesPerBinMax: 100,
  cursorsPerBinMax: 1_000,
  forwardsPerBinMax: 20,
  /** In one file, or one call. */
  declaredBinsMax: 200,
  keysPerOwnerMax: 100,
  /** Bins that one key may be limited to. */
  binsPerKeyMax: 100,
  /** Of an access key, or of a secret of a bin. */
  labelCharsMax: 100,
  secretsPerBinMax: 50,
  shareSecondsDefault: 7 * 24 * 3600,
  shareSecondsMax: 365 * 24 * 3600,
  binNameCharsMax: 100,
  noteCharsMax: 2_000,
  /** Of one call that imports captures. */
  importBytesMax: 1024 * 1024 * 1024,
  /** At the same time, from one address. */
  importsPerAddressMax: 8,
  /** At the same time, to one address. */
  exportsPerAddressMax: 3,
  /** Waits for captures at the same time: of one address, at the bins of one owner, in one process. */
  waitsPerAddressMax: 2_000,
  waitsPerOwnerMax: 2_000,
  waitsMax: 5_000,
  /** Under the 60 s after which proxies cut a silent connection. */
  waitSecondsMax: 55,
  waitSecondsDefault: 25,
  waitCountMax: 100,
  /** Bodies in one answer. */
  waitBodyBytesMax: 16 * 1024 * 1024,
  expectationsMax: 20,
  /** An import with more entries that are no captures is stopped. */
  importFaultsMax: 1_000,
  /** Of what an import left out; the others are counted. */
  importSkippedListed: 100,
  /** A capture that a page opens has no longer body in it: the viewers' worker fetches that. */
  pageBodyBytesMax: 262_144,
  pageSizeMax: 200,
  pageSizeDefault: 50,
} as const
