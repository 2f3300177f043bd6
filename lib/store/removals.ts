import { AppError } from '#lib/core/errors'
import type { Prisma } from './prisma-client'
import type { Store } from './store'
import { type Row, type Script, statement, type Transactions } from './transaction'

type RemovalStore = Pick<
  Store,
  'deleteBin' | 'deleteCapture' | 'clearBin' | 'removeStep' | 'overfullBins' | 'largestBin' | 'removeOldest'
>

/** A step takes a few milliseconds, so that captures do not wait: so many rows, and no more bytes than that beyond the first. */
const ROWS_PER_STEP = 200
const BYTES_PER_STEP = 4 * 1024 * 1024
/** Higher than any seq: all that a deleted bin held. */
const ALL_SEQS = 2_147_483_647

export function removals(prisma: Prisma, transactions: Transactions): RemovalStore {
  return {
    deleteBin: (key) => transactions.run(() => deleteBin(key)),
    deleteCapture: (binKey, seq) => transactions.run(() => deleteCapture(binKey, seq)),
    clearBin: (binKey) => transactions.run(() => clearBin(binKey)),
    removeOldest: (binKey, count) => transactions.run(() => removeOldest(binKey, Math.min(count, ROWS_PER_STEP))),
    removeStep: () => transactions.run(removeStep),

    async overfullBins(capturesMax) {
      const bins = await prisma.bin.findMany({
        where: { captureCount: { gt: capturesMax } },
        select: { key: true, id: true, captureTag: true, captureCount: true },
      })
      return bins.map(({ captureCount, ...bin }) => ({ ...bin, over: captureCount - capturesMax }))
    },

    largestBin: () =>
      prisma.bin.findFirst({
        where: { captureCount: { gt: 0 } },
        orderBy: { byteCount: 'desc' },
        select: { key: true, id: true, captureTag: true },
      }),
  }
}

function* deleteBin(key: number): Script<void> {
  const deleted = yield statement('DELETE FROM "Bin" WHERE "key" = ? RETURNING "key"', key)
  if (deleted.length === 0) throw new AppError('bin_not_found', 'There is no such bin, or it has expired.')
  yield statement('DELETE FROM "Share" WHERE "binKey" = ?', key)
  yield statement('INSERT INTO "Removal" ("binKey", "throughSeq") VALUES (?, ?)', key, ALL_SEQS)
}

function* deleteCapture(binKey: number, seq: number): Script<boolean> {
  const removed = yield statement(
    `DELETE FROM "Capture" WHERE "binKey" = ? AND "seq" = ? AND "seq" > (SELECT "clearedThrough" FROM "Bin" WHERE "key" = ?)
     RETURNING "seq", octet_length("body") AS "bytes"`,
    binKey,
    seq,
    binKey,
  )
  yield* forget(binKey, removed)
  return removed.length > 0
}

function* clearBin(binKey: number): Script<number> {
  const [cleared] = yield statement(
    'UPDATE "Bin" SET "clearedThrough" = "lastSeq", "captureCount" = 0, "byteCount" = 0 WHERE "key" = ? RETURNING "lastSeq"',
    binKey,
  )
  const throughSeq = Number(cleared?.lastSeq ?? 0)
  if (throughSeq > 0) yield statement('INSERT INTO "Removal" ("binKey", "throughSeq") VALUES (?, ?)', binKey, throughSeq)
  return throughSeq
}

function* removeOldest(binKey: number, count: number): Script<number[]> {
  const oldest = yield statement(
    `SELECT "seq", octet_length("body") AS "bytes" FROM "Capture" WHERE "binKey" = ? AND NOT "pinned"
       AND "seq" > (SELECT "clearedThrough" FROM "Bin" WHERE "key" = ?) ORDER BY "seq" LIMIT ?`,
    binKey,
    binKey,
    count,
  )
  const removed = yield* removeRows(binKey, oneStep(oldest))
  yield* forget(binKey, removed)
  return seqsOf(removed)
}

function* removeRows(binKey: number, rows: readonly Row[]): Script<Row[]> {
  if (rows.length === 0) return []
  return yield statement(
    `DELETE FROM "Capture" WHERE "binKey" = ? AND "seq" IN (${places(rows)}) RETURNING "seq", octet_length("body") AS "bytes"`,
    binKey,
    ...seqsOf(rows),
  )
}

/** As many of the first rows as one step takes. */
function oneStep(rows: readonly Row[]): readonly Row[] {
  let bytes = 0
  const tooMuch = rows.findIndex((row, i) => {
    bytes += Number(row.bytes)
    return i > 0 && bytes > BYTES_PER_STEP
  })
  return tooMuch < 0 ? rows : rows.slice(0, tooMuch)
}

function places(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ')
}

/** What hangs on captures that were just taken away: the bin's counts and the deliveries. */
function* forget(binKey: number, removed: readonly Row[]): Script<void> {
  if (removed.length === 0) return
  const bytes = removed.reduce((sum, row) => sum + Number(row.bytes), 0)
  yield statement(
    'UPDATE "Bin" SET "captureCount" = "captureCount" - ?, "byteCount" = "byteCount" - ? WHERE "key" = ?',
    removed.length,
    bytes,
    binKey,
  )
  yield statement(
    `DELETE FROM "Delivery" WHERE "binKey" = ? AND "captureSeq" IN (${places(removed)})`,
    binKey,
    ...seqsOf(removed),
  )
}

/** Rows of the oldest removal that waits; true where there may be more to do. */
function* removeStep(): Script<boolean> {
  const [removal] = yield statement('SELECT "key", "binKey", "throughSeq" FROM "Removal" ORDER BY "key" LIMIT 1')
  if (!removal) return false
  const [key, binKey, throughSeq] = [Number(removal.key), Number(removal.binKey), Number(removal.throughSeq)]
  const oldest = yield statement(
    'SELECT "seq", octet_length("body") AS "bytes" FROM "Capture" WHERE "binKey" = ? AND "seq" <= ? ORDER BY "seq" LIMIT ?',
    binKey,
    throughSeq,
    ROWS_PER_STEP,
  )
  yield* removeRows(binKey, oneStep(oldest))
  if (oldest.length > 0) return true
  yield statement('DELETE FROM "Delivery" WHERE "binKey" = ? AND "captureSeq" <= ?', binKey, throughSeq)
  yield statement('DELETE FROM "Removal" WHERE "key" = ?', key)
  return true
}

function seqsOf(rows: readonly Row[]): number[] {
  return rows.map(({ seq }) => Number(seq)).sort((a, b) => a - b)
}
