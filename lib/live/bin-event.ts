import type { BinUpdate } from '#lib/core/bin'
import type { CaptureUpdate } from '#lib/core/capture'
import type { DeliverySummary } from '#lib/core/delivery'
import type { Forward } from '#lib/core/forward/forward'

/** What can happen to a bin, apart from a capture. */
export type BinEvent =
  | { type: 'capture:deleted'; id: string; seq: number }
  | { type: 'capture:updated'; id: string; seq: number; patch: CaptureUpdate }
  | { type: 'bin:cleared'; throughSeq: number }
  /** Signatures in this range of seqs were checked again, and verdicts changed without a `capture:updated` for each. */
  | { type: 'bin:rechecked'; fromSeq: number; throughSeq: number }
  | { type: 'bin:updated'; bin: BinUpdate }
  | { type: 'bin:deleted' }
  | { type: 'delivery'; delivery: DeliverySummary }
  | { type: 'forward:updated'; forward: Forward }
  | { type: 'forward:deleted'; id: string }

/** What the processes tell each other. `access:changed`: a link was revoked, so everyone who reads through one is checked again. */
export type BinChange = BinEvent | { type: 'access:changed' }
