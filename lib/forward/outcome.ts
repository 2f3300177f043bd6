import type { FailedAttempt, Settlement } from '#lib/store/forward-store'
import type { StoredDelivery } from '#lib/store/store'

/** What came of a capture. `failed`: it waits, or is dead; null: there is nothing more to do. */
export type Outcome = { seq: number; delivery: StoredDelivery | null; failed: FailedAttempt | null; pause: boolean }

/** What the store knows of a forward's progress. */
export type ForwardProgress = { seq: number; openUntil: number | null; lastError: string | null }

/** What is written: only what differs from what was kept. */
export function settlementOf(
  batch: readonly Outcome[],
  kept: ForwardProgress,
  { seq, openUntil, lastError }: ForwardProgress,
): Omit<Settlement, 'id' | 'binKey' | 'by' | 'now'> {
  return {
    seq,
    deliveries: batch.flatMap(({ delivery }) => delivery ?? []),
    failed: batch.flatMap(({ failed }) => failed ?? []),
    finished: batch.filter(({ failed }) => !failed).map((outcome) => outcome.seq),
    ...(openUntil === kept.openUntil ? {} : { openUntil }),
    ...(lastError === kept.lastError ? {} : { lastError }),
    ...(batch.some(({ pause }) => pause) ? { pause: true } : {}),
  }
}
