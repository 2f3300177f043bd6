import type { FailedAttempt, Settlement } from '#lib/store/forward-store'
import type { StoredDelivery } from '#lib/store/stored-delivery'

/** The outcome of an attempt. `failed`: the capture waits for another attempt or is dead; null: nothing is left to do. */
export type Outcome = { seq: number; delivery: StoredDelivery | null; failed: FailedAttempt | null; pause: boolean }

/** A forward's progress, as the store keeps it. */
export type ForwardProgress = { seq: number; openUntil: number | null; lastError: string | null }

/** What to write for this batch. Fields that equal `stored` are left out. */
export function settlementOf(
  batch: readonly Outcome[],
  stored: ForwardProgress,
  { seq, openUntil, lastError }: ForwardProgress,
): Omit<Settlement, 'id' | 'binKey' | 'by' | 'now'> {
  return {
    seq,
    deliveries: batch.flatMap(({ delivery }) => delivery ?? []),
    failed: batch.flatMap(({ failed }) => failed ?? []),
    finished: batch.filter(({ failed }) => !failed).map((outcome) => outcome.seq),
    ...(openUntil === stored.openUntil ? {} : { openUntil }),
    ...(lastError === stored.lastError ? {} : { lastError }),
    ...(batch.some(({ pause }) => pause) ? { pause: true } : {}),
  }
}
