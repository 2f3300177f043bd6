import type { GateName } from './gate-name'

/** How much of a bin a reader may see. */
export type Permission = {
  /** Whether credentials are masked; see lib/core/redact.ts. */
  redacted: boolean
  /** Only this capture; null: all. */
  captureSeq: number | null
  /** Where the bin expects its own credentials, if credentials are masked: their value is masked whatever the name. Otherwise null. */
  gate: GateName | null
}

/** Everything, as the owner and the server's own work see it. */
export const FULL_PERMISSION: Permission = { redacted: false, captureSeq: null, gate: null }
