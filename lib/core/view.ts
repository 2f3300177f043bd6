/** How much of a bin a viewer sees. */
export type View = {
  /** Whether credentials are masked; see lib/core/redact.ts. */
  redacted: boolean
  /** Only this capture; null: all. */
  captureSeq: number | null
}
