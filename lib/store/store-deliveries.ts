import type { CountChange, LockedBin } from './bin-counts'
import { atLeast, deleteDeliveryRows, deliveryRows, STEP } from './delete-rows'
import { fromDelivery } from './rows'
import { DELIVERY_BYTES } from './stored-bytes'
import type { DeliveryLimits, StoredDelivery } from './stored-delivery'
import { placeholders, type Script, statement } from './transaction'

/**
 * Stores deliveries of existing captures, then deletes the oldest deliveries above the limits. `bin` must be locked. It takes only a few
 * statements, however many deliveries there are, because captures of this bin wait meanwhile.
 */
export function* storeDeliveries(
  bin: LockedBin,
  deliveries: readonly StoredDelivery[],
  limits: DeliveryLimits,
): Script<CountChange[]> {
  if (deliveries.length === 0) return []
  const added = yield* insertDeliveries(bin.key, deliveries)
  const surplus = yield* deleteSurplus(bin.key, [...new Set(deliveries.map(({ captureSeq }) => captureSeq))], limits.perCapture)
  const changes = [...added, ...surplus]
  const over = changes.reduce((held, change) => held + (change.bytes ?? 0), bin.deliveryBytes) - limits.bytesPerBin
  if (over <= 0) return changes
  const oldest = { sql: 'AND "id" <> ? ORDER BY "startedAt", "id" LIMIT ?', args: [deliveries.at(-1)!.id, STEP.rows] }
  return [...changes, ...(yield* deleteDeliveryRows(atLeast(yield* deliveryRows(bin.key, oldest), over)))]
}

/** Which of these captures exist. */
export function* existingSeqs({ key, clearedThrough }: LockedBin, seqs: readonly number[]): Script<ReadonlySet<number>> {
  if (seqs.length === 0) return new Set()
  const rows = yield statement(
    `SELECT "seq" FROM "Capture" WHERE "binKey" = ? AND "seq" > ? AND "seq" IN (${placeholders(seqs)})`,
    key,
    clearedThrough,
    ...seqs,
  )
  return new Set(rows.map(({ seq }) => Number(seq)))
}

/** Skips deliveries that are stored already, because an earlier transaction was committed but its answer got lost. */
function* insertDeliveries(binKey: number, deliveries: readonly StoredDelivery[]): Script<CountChange[]> {
  const rows = deliveries.map((delivery) => fromDelivery(binKey, delivery))
  const names = Object.keys(rows[0]!) as (keyof (typeof rows)[number])[]
  const values = rows.flatMap((row) =>
    names.map((name) => {
      const value = row[name]
      return typeof value === 'boolean' ? Number(value) : value
    }),
  )
  const stored = yield statement(
    `INSERT INTO "Delivery" (${names.map((name) => `"${name}"`).join(', ')}) VALUES ${rows.map(() => `(${placeholders(names)})`).join(', ')}
     ON CONFLICT ("id") DO NOTHING RETURNING "captureSeq", ${DELIVERY_BYTES} AS "bytes"`,
    ...values,
  )
  return stored.map(({ captureSeq, bytes }) => ({
    seq: Number(captureSeq),
    bytes: Number(bytes),
    deliveryBytes: Number(bytes),
  }))
}

function* deleteSurplus(binKey: number, seqs: readonly number[], perCapture: number): Script<CountChange[]> {
  const full = yield statement(
    `SELECT "captureSeq" FROM "Delivery" WHERE "binKey" = ? AND "captureSeq" IN (${placeholders(seqs)}) GROUP BY "captureSeq" HAVING count(*) > ?`,
    binKey,
    ...seqs,
    perCapture,
  )
  const changes: CountChange[] = []
  for (const { captureSeq } of full) {
    const oldest = yield* deliveryRows(binKey, {
      sql: 'AND "captureSeq" = ? ORDER BY "startedAt" DESC, "id" DESC LIMIT ? OFFSET ?',
      args: [Number(captureSeq), STEP.rows, perCapture],
    })
    changes.push(...(yield* deleteDeliveryRows(oldest)))
  }
  return changes
}
