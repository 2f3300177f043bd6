import { type Counts, countersIn, type LockedBin, lockBin, setCounts, sumOf } from './bin-counts'
import type { Query } from './query'
import type { RecountStep, Store } from './store'
import { CAPTURE_BYTES, DELIVERY_BYTES } from './stored-bytes'
import { type Locks, type Script, statement, type Transactions } from './transaction'

type RecountStore = Pick<Store, 'recountStep' | 'recountsLeft' | 'findWrongCounters'>

/** Takes a few milliseconds, because the databases read only the lengths of values. */
const ROWS_PER_STEP = 500

/**
 * Counts the rows of bins whose counters may be wrong, step by step, while captures are stored and deleted. Code that changes rows that are
 * counted already also changes the running count (`changeCounts`), and new captures always come after the counted rows.
 */
export function recounts(query: Query, { run, locks }: Transactions): RecountStore {
  return {
    recountStep: () => run(() => recountStep(locks)),
    async recountsLeft() {
      const [row] = await query('SELECT count(*) AS "bins" FROM "Recount"')
      return Number(row!.bins)
    },
    async findWrongCounters() {
      await run(findWrongCounters)
    },
  }
}

/** Finds bins with impossible counters: below zero, or a total smaller than its parts. */
function* findWrongCounters(): Script<void> {
  yield statement(
    `INSERT INTO "Recount" ("binKey", "throughSeq") SELECT "key", "clearedThrough" FROM "Bin"
     WHERE ("captureCount" < "pinnedCount" OR "byteCount" < "deliveryBytes" + "pinnedBytes" OR "deliveryBytes" < 0 OR "pinnedCount" < 0
       OR "pinnedBytes" < 0) AND "key" NOT IN (SELECT "binKey" FROM "Recount") ON CONFLICT DO NOTHING`,
  )
}

function* recountStep(locks: Locks): Script<RecountStep | null> {
  const [next] = yield statement('SELECT "binKey" FROM "Recount" ORDER BY "binKey" LIMIT 1')
  if (!next) return null
  const binKey = Number(next.binKey)
  const bin = yield* lockBin(binKey, locks)
  const [recount] = yield statement('SELECT * FROM "Recount" WHERE "binKey" = ?', binKey)
  if (!bin || !recount) {
    yield statement('DELETE FROM "Recount" WHERE "binKey" = ?', binKey) // the bin is gone, or another process has just finished
    return { rows: 0, corrected: null }
  }
  const from = Math.max(Number(recount.throughSeq), bin.clearedThrough)
  const found = yield* countRows(binKey, from)
  const to = found.rows < ROWS_PER_STEP ? bin.lastSeq : found.lastSeq
  const deliveryBytes = yield* countDeliveries(binKey, from, to)
  const counted = sumOf([countersIn(recount), { ...found.counts, bytes: found.counts.bytes + deliveryBytes, deliveryBytes }])
  if (to < bin.lastSeq) yield* storeProgress(binKey, to, counted)
  else yield* finish(binKey, counted)
  const isWrong = to >= bin.lastSeq && counted.captures !== bin.captures
  return { rows: found.rows, corrected: isWrong ? correction(bin, counted) : null }
}

function correction(bin: LockedBin, counted: Counts): NonNullable<RecountStep['corrected']> {
  return { binKey: bin.key, captureCount: { was: bin.captures, is: counted.captures } }
}

type Found = { rows: number; lastSeq: number; counts: Counts }

function* countRows(binKey: number, afterSeq: number): Script<Found> {
  const [row] = yield statement(
    `SELECT count(*) AS "rows", max("seq") AS "lastSeq", sum("bytes") AS "bytes", sum("pinned") AS "pinned",
       sum("bytes" * "pinned") AS "pinnedBytes"
     FROM (SELECT "seq", ${CAPTURE_BYTES} AS "bytes", CASE WHEN "pinned" THEN 1 ELSE 0 END AS "pinned"
       FROM "Capture" WHERE "binKey" = ? AND "seq" > ? ORDER BY "seq" LIMIT ?) AS w`,
    binKey,
    afterSeq,
    ROWS_PER_STEP,
  )
  const number = (name: string) => Number(row?.[name] ?? 0)
  const counts = {
    captures: number('rows'),
    bytes: number('bytes'),
    pinned: number('pinned'),
    pinnedBytes: number('pinnedBytes'),
  }
  return { rows: number('rows'), lastSeq: number('lastSeq'), counts: { ...counts, deliveryBytes: 0 } }
}

/** Deletes deliveries whose capture no longer exists, which earlier versions left behind, and adds up the bytes of the others. */
function* countDeliveries(binKey: number, afterSeq: number, throughSeq: number): Script<number> {
  const within = '"binKey" = ? AND "captureSeq" > ? AND "captureSeq" <= ?'
  const range = [binKey, afterSeq, throughSeq] as const
  yield statement(
    `DELETE FROM "Delivery" WHERE ${within} AND NOT EXISTS
       (SELECT 1 FROM "Capture" c WHERE c."binKey" = "Delivery"."binKey" AND c."seq" = "Delivery"."captureSeq")`,
    ...range,
  )
  const [row] = yield statement(`SELECT coalesce(sum(${DELIVERY_BYTES}), 0) AS "bytes" FROM "Delivery" WHERE ${within}`, ...range)
  return Number(row!.bytes)
}

function* storeProgress(binKey: number, throughSeq: number, counts: Counts): Script<void> {
  yield statement('DELETE FROM "Recount" WHERE "binKey" = ?', binKey)
  yield statement(
    `INSERT INTO "Recount" ("binKey", "throughSeq", "captureCount", "byteCount", "deliveryBytes", "pinnedCount", "pinnedBytes")
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    binKey,
    throughSeq,
    counts.captures,
    counts.bytes,
    counts.deliveryBytes,
    counts.pinned,
    counts.pinnedBytes,
  )
}

function* finish(binKey: number, counts: Counts): Script<void> {
  yield* setCounts(binKey, counts)
  yield statement('DELETE FROM "Recount" WHERE "binKey" = ?', binKey)
}
