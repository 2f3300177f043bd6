/** Why requests to a bin were refused; those that the `gate` refused are stored. docs/configuration.md tells of the limits. */
export const CAPTURE_REFUSALS = [
  'captures_per_bin',
  'captures_per_address',
  'aborted_captures',
  'bytes_per_bin',
  'delayed_replies',
  'gate',
  'storage_unavailable',
] as const

export type CaptureRefusal = (typeof CAPTURE_REFUSALS)[number]

/** So many requests to a bin were refused for one reason; `lastAt` is ISO 8601. */
export type Refusal = { reason: CaptureRefusal; count: number; lastAt: string }
