/** Why requests to a bin were refused and not stored; docs/configuration.md tells of the limits. */
export const CAPTURE_REFUSALS = [
  'captures_per_bin',
  'captures_per_address',
  'bytes_per_bin',
  'delayed_replies',
  'storage_unavailable',
] as const

export type CaptureRefusal = (typeof CAPTURE_REFUSALS)[number]

/** So many requests to a bin were refused for one reason; `lastAt` is ISO 8601. */
export type Refusal = { reason: CaptureRefusal; count: number; lastAt: string }
