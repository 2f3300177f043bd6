/** Why requests to a bin were refused. Only requests refused by the `gate` are stored. docs/configuration.md describes the limits. */
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

/** How many requests to a bin were refused for one reason. `lastAt` is ISO 8601. */
export type Refusal = { reason: CaptureRefusal; count: number; lastAt: string }
