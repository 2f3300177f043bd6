/** How much of a bin a viewer sees. */
export type View = {
  /** Without credentials; see lib/core/redact.ts. */
  redacted: boolean
  /** Only this capture; null: all. */
  captureSeq: number | null
}
