import { AppError } from '#lib/core/errors'
import { changeCounts, lockBin } from './bin-counts'
import { captureRows, deleteCaptureRows, deleteDeliveryRows, deliveryRows, STEP, upTo } from './delete-rows'
import type { Store } from './store'
import { type Locks, placeholders, type Script, statement, type Transactions } from './transaction'

type RemovalStore = Pick<
  Store,
  'deleteBin' | 'deleteExpiredBin' | 'deleteCapture' | 'removeCaptures' | 'clearBin' | 'removeStep' | 'removeOrphans'
>

/** Higher than any seq. Marks a removal of everything, because the bin was deleted. */
const ALL_SEQS = 2_147_483_647
/** Takes about a millisecond to read from the index. */
const ORPHAN_ROWS_PER_STEP = 1_000

/** Deletions by callers, and the removal of the rows of cleared and deleted bins. */
export function removals({ run, locks }: Transactions): RemovalStore {
  return {
    deleteBin: (key) => run(() => deleteBin(key)),
    deleteExpiredBin: (key, now, ttlMs) => run(() => deleteExpiredBin(key, now, ttlMs)),
    async deleteCapture(binKey, seq) {
      const { removed } = await run(() => removeCaptures(binKey, [seq], { keepPinned: false }, locks))
      return removed.length > 0
    },
    removeCaptures: (binKey, seqs, options) => run(() => removeCaptures(binKey, seqs, options, locks)),
    clearBin: (binKey) => run(() => clearBin(binKey)),
    removeStep: () => run(() => removeStep(locks)),
    removeOrphans: (table, afterBinKey) => run(() => removeOrphans(table, afterBinKey)),
  }
}

function* deleteBin(key: number): Script<void> {
  const deleted = yield statement('DELETE FROM "Bin" WHERE "key" = ? RETURNING "key"', key)
  if (deleted.length === 0) throw new AppError('bin_not_found', 'There is no such bin, or it has expired.')
  yield* dropRowsOf(key)
}

/** The DELETE checks the condition again, because a capture that was committed since the bin was found expired keeps it alive. */
function* deleteExpiredBin(key: number, now: number, ttlMs: number | null): Script<boolean> {
  const idle = ttlMs === null ? '1 = 0' : '"fixedExpiresAt" IS NULL AND coalesce("lastCaptureAt", "createdAt") <= ?'
  const deleted = yield statement(
    `DELETE FROM "Bin" WHERE "key" = ? AND ("fixedExpiresAt" <= ? OR (${idle})) RETURNING "key"`,
    key,
    now,
    ...(ttlMs === null ? [] : [now - ttlMs]),
  )
  if (deleted.length > 0) yield* dropRowsOf(key)
  return deleted.length > 0
}

function* dropRowsOf(binKey: number): Script<void> {
  yield statement('DELETE FROM "Share" WHERE "binKey" = ?', binKey)
  yield statement('DELETE FROM "BinSecret" WHERE "binKey" = ?', binKey)
  yield statement('DELETE FROM "Cursor" WHERE "binKey" = ?', binKey)
  yield statement('DELETE FROM "Forward" WHERE "binKey" = ?', binKey)
  yield statement('DELETE FROM "ForwardAttempt" WHERE "binKey" = ?', binKey)
  yield statement('DELETE FROM "Recount" WHERE "binKey" = ?', binKey)
  yield statement('DELETE FROM "FactsBacklog" WHERE "binKey" = ?', binKey)
  yield statement('DELETE FROM "VerdictBacklog" WHERE "binKey" = ?', binKey)
  yield statement('INSERT INTO "Removal" ("binKey", "throughSeq") VALUES (?, ?)', binKey, ALL_SEQS)
}

function* removeCaptures(
  binKey: number,
  seqs: readonly number[],
  { keepPinned }: { keepPinned: boolean },
  locks: Locks,
): Script<{ removed: number[]; left: number[] }> {
  const bin = seqs.length === 0 ? null : yield* lockBin(binKey, locks)
  if (!bin) return { removed: [], left: [] }
  const where = `c."seq" > ? AND c."seq" IN (${placeholders(seqs)})${keepPinned ? ' AND NOT c."pinned"' : ''}`
  const found = yield* captureRows(binKey, { sql: where, args: [bin.clearedThrough, ...seqs] }, seqs.length)
  const rows = upTo(found, STEP.bytes)
  yield* changeCounts(bin, yield* deleteCaptureRows(binKey, rows))
  return { removed: seqsOf(rows), left: seqsOf(found.slice(rows.length)) }
}

function seqsOf(rows: readonly { seq: number }[]): number[] {
  return rows.map(({ seq }) => seq)
}

/** Needs no `lockBin`, because the UPDATE locks the row. It also ends a recount, because nothing is left to count. */
function* clearBin(binKey: number): Script<number> {
  const [cleared] = yield statement(
    `UPDATE "Bin" SET "clearedThrough" = "lastSeq", "captureCount" = 0, "byteCount" = 0, "deliveryBytes" = 0, "pinnedCount" = 0,
       "pinnedBytes" = 0 WHERE "key" = ? RETURNING "lastSeq"`,
    binKey,
  )
  const throughSeq = Number(cleared?.lastSeq ?? 0)
  if (throughSeq === 0) return 0
  yield statement('DELETE FROM "Recount" WHERE "binKey" = ?', binKey)
  yield statement('DELETE FROM "FactsBacklog" WHERE "binKey" = ?', binKey)
  yield statement('DELETE FROM "VerdictBacklog" WHERE "binKey" = ?', binKey)
  yield statement('DELETE FROM "ForwardAttempt" WHERE "binKey" = ? AND "seq" <= ?', binKey, throughSeq)
  yield statement('INSERT INTO "Removal" ("binKey", "throughSeq") VALUES (?, ?)', binKey, throughSeq)
  return throughSeq
}

/** Deletes rows of the oldest removal that no other process is working on. No counter includes them any more. */
function* removeStep({ forUpdateSkipLocked }: Locks): Script<boolean> {
  const [removal] = yield statement(
    `SELECT "key", "binKey", "throughSeq" FROM "Removal" ORDER BY "key" LIMIT 1${forUpdateSkipLocked}`,
  )
  if (!removal) return false
  const [key, binKey, throughSeq] = [Number(removal.key), Number(removal.binKey), Number(removal.throughSeq)]
  const captures = yield* captureRows(binKey, { sql: 'c."seq" <= ?', args: [throughSeq] }, STEP.rows)
  if (captures.length > 0) {
    yield* deleteCaptureRows(binKey, upTo(captures, STEP.bytes))
    return true
  }
  const deliveries = yield* deliveryRows(binKey, { sql: 'AND "captureSeq" <= ? LIMIT ?', args: [throughSeq, STEP.rows] })
  if (deliveries.length > 0) yield* deleteDeliveryRows(upTo(deliveries, STEP.bytes))
  else yield statement('DELETE FROM "Removal" WHERE "key" = ?', key)
  return true
}

/** Searches the next rows of a table for bins that no longer exist, and queues their rows for `removeStep`. */
function* removeOrphans(table: 'Capture' | 'Delivery', afterBinKey: number): Script<number | null> {
  const rows = yield statement(
    `SELECT w."binKey", CASE WHEN EXISTS (SELECT 1 FROM "Bin" b WHERE b."key" = w."binKey")
       OR EXISTS (SELECT 1 FROM "Removal" r WHERE r."binKey" = w."binKey" AND r."throughSeq" = ${ALL_SEQS}) THEN 1 ELSE 0 END AS "known"
     FROM (SELECT DISTINCT "binKey" FROM (SELECT "binKey" FROM "${table}" WHERE "binKey" > ? ORDER BY "binKey" LIMIT ?) AS v) AS w
     ORDER BY w."binKey"`,
    afterBinKey,
    ORPHAN_ROWS_PER_STEP,
  )
  for (const { binKey, known } of rows) {
    if (Number(known) === 0)
      yield statement('INSERT INTO "Removal" ("binKey", "throughSeq") VALUES (?, ?)', Number(binKey), ALL_SEQS)
  }
  return rows.length === 0 ? null : Number(rows.at(-1)!.binKey)
}
