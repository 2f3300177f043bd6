import { changeCounts, type LockedBin, lockBin, queueRecount } from './bin-counts'
import {
  atLeast,
  type Condition,
  captureRows,
  deleteCaptureRows,
  deleteDeliveryRows,
  deliveryRows,
  STEP,
  unpinned,
  upTo,
} from './delete-rows'
import { FORWARD_MARK_SQL } from './forward-marks'
import type { Query } from './query'
import type { CeilingStep, Store } from './store'
import type { BinToTrim } from './stored-bin'
import { type Locks, type Row, type Script, statement, type Transactions } from './transaction'

type TrimStore = Pick<
  Store,
  | 'overfullBins'
  | 'trimCaptures'
  | 'overfullDeliveryBins'
  | 'trimDeliveries'
  | 'overfullDeliveryCaptures'
  | 'trimDeliveriesOfCapture'
  | 'usedBytes'
  | 'trimToCeiling'
>

/** Among bins of about the same size, at least this much is deleted from each in turn, because every turn costs a transaction. */
const TURN_BYTES = 256 * 1024
/** Takes about a millisecond to read from the index. */
const DELIVERY_ROWS_PER_LOOK = 2_000
const BIN = '"key", "id", "captureTag"'

/** Retention. The transaction that deletes checks again what the lists said, with the bin's row locked. */
export function trims(query: Query, { run, locks }: Transactions): TrimStore {
  return {
    async overfullBins(capturesMax) {
      return (await query(`SELECT ${BIN} FROM "Bin" WHERE "captureCount" > ?`, capturesMax)).map((row) => toBin(row as Row))
    },
    trimCaptures: (binKey, capturesMax) => run(() => trimCaptures(binKey, capturesMax, locks)),

    async overfullDeliveryBins(bytesMax) {
      return (await query('SELECT "key" FROM "Bin" WHERE "deliveryBytes" > ?', bytesMax)).map(({ key }) => Number(key))
    },
    trimDeliveries: (binKey, bytesMax) => run(() => trimDeliveries(binKey, bytesMax, locks)),

    async overfullDeliveryCaptures(countMax, after) {
      const rows = await query(
        `SELECT "binKey", "captureSeq" FROM "Delivery" WHERE ("binKey", "captureSeq") > (?, ?) ORDER BY "binKey", "captureSeq" LIMIT ?`,
        after.binKey,
        after.captureSeq,
        DELIVERY_ROWS_PER_LOOK + countMax,
      )
      return groupsOver(
        rows.map(({ binKey, captureSeq }) => ({ binKey: Number(binKey), captureSeq: Number(captureSeq) })),
        countMax,
        rows.length < DELIVERY_ROWS_PER_LOOK + countMax,
      )
    },
    trimDeliveriesOfCapture: (binKey, captureSeq, countMax) => run(() => trimOfCapture(binKey, captureSeq, countMax, locks)),

    async usedBytes() {
      const [row] = await query('SELECT coalesce(sum("byteCount"), 0) AS "bytes" FROM "Bin"')
      return Number(row!.bytes)
    },
    trimToCeiling: (ceiling, bytesMax) => run(() => trimToCeiling(ceiling, bytesMax, locks)),
  }
}

/** Counters that are being counted again may be wrong, so nothing is deleted because of them. */
function isTrusted(bin: LockedBin | null): bin is LockedBin {
  return bin !== null && bin.recountedThrough === null
}

function* trimCaptures(binKey: number, capturesMax: number, locks: Locks): Script<number[]> {
  const bin = yield* lockBin(binKey, locks)
  if (!isTrusted(bin) || bin.captures <= capturesMax) return []
  const free = yield* captureRows(binKey, forwarded(unpinned(bin)), Math.min(bin.captures - capturesMax, STEP.rows))
  // Captures that forwards have not delivered yet are kept until the bin has twice as many captures as it may.
  const over = Math.min(bin.captures - 2 * capturesMax, STEP.rows)
  const oldest = free.length === 0 && over > 0 ? yield* captureRows(binKey, unpinned(bin), over) : free
  const rows = upTo(oldest, STEP.bytes)
  if (oldest !== free) yield* setForwardErrors(binKey, rows, 'the bin held twice as many as it may.')
  yield* changeCounts(bin, yield* deleteCaptureRows(binKey, rows))
  return rows.map(({ seq }) => seq)
}

/** Excludes captures that wait to be delivered by some forward. Dead ones may be deleted; until then, `forward:dead` finds them. */
function forwarded({ sql, args }: Condition): Condition {
  return { sql: `${sql} AND NOT ${FORWARD_MARK_SQL.pending}`, args }
}

/** Sets `lastError` of the forwards that lose these captures, and returns how many do. `why` completes the message. */
function* setForwardErrors(binKey: number, rows: readonly { seq: number }[], why: string): Script<number> {
  const last = rows.at(-1)?.seq
  if (last === undefined) return 0
  const updated = yield statement(
    `UPDATE "Forward" SET "lastError" = ? WHERE "binKey" = ? AND ("seq" < ? OR EXISTS (SELECT 1 FROM "ForwardAttempt" a
       WHERE a."forwardId" = "Forward"."id" AND a."seq" <= ? AND NOT a."dead")) RETURNING "id"`,
    `Captures up to #${last} were deleted before they were delivered: ${why}`,
    binKey,
    last,
    last,
  )
  return updated.length
}

function* trimDeliveries(binKey: number, bytesMax: number, locks: Locks): Script<boolean> {
  const bin = yield* lockBin(binKey, locks)
  if (!isTrusted(bin) || bin.deliveryBytes <= bytesMax) return false
  const rows = upTo(atLeast(yield* oldestDeliveries(binKey), bin.deliveryBytes - bytesMax), STEP.bytes)
  yield* changeCounts(bin, yield* deleteDeliveryRows(rows))
  return rows.length > 0
}

function oldestDeliveries(binKey: number) {
  return deliveryRows(binKey, { sql: 'ORDER BY "startedAt", "id" LIMIT ?', args: [STEP.rows] })
}

function* trimOfCapture(binKey: number, captureSeq: number, countMax: number, locks: Locks): Script<boolean> {
  const bin = yield* lockBin(binKey, locks)
  if (!bin) return false
  const older = yield* deliveryRows(binKey, {
    sql: 'AND "captureSeq" = ? ORDER BY "startedAt" DESC, "id" DESC LIMIT ? OFFSET ?',
    args: [captureSeq, STEP.rows, countMax],
  })
  const rows = upTo(older, STEP.bytes)
  yield* changeCounts(bin, yield* deleteDeliveryRows(rows))
  return rows.length > 0
}

/**
 * One step towards the ceiling. Only one process at a time takes such a step, and each measures again, so that together they delete no more
 * than the excess.
 */
function* trimToCeiling(ceiling: number, bytesMax: number, locks: Locks): Script<CeilingStep | null> {
  yield locks.wholeDatabase
  const [recount] = yield statement('SELECT "binKey" FROM "Recount" LIMIT 1')
  if (recount) return null
  const [held] = yield statement('SELECT coalesce(sum("byteCount"), 0) AS "bytes" FROM "Bin"')
  const excess = Math.min(Number(held!.bytes) - ceiling, bytesMax)
  if (excess <= 0) return null
  const withDeliveries = yield* heaviest('"deliveryBytes" > 0', '"deliveryBytes"')
  if (withDeliveries) return yield* fromHeaviest(withDeliveries, excess, deleteOldestDeliveries, locks)
  const withCaptures = yield* heaviest('"byteCount" - "deliveryBytes" - "pinnedBytes" > 0', '"byteCount"')
  return withCaptures && (yield* fromHeaviest(withCaptures, excess, deleteOldestCaptures, locks))
}

type Heaviest = { bin: BinToTrim; lead: number }

/** `lead`: how many bytes it has more than the next bin. */
function* heaviest(where: string, weight: string): Script<Heaviest | null> {
  const [first, second] = yield statement(
    `SELECT ${BIN}, ${weight} AS "weight" FROM "Bin" WHERE ${where} ORDER BY ${weight} DESC LIMIT 2`,
  )
  return first ? { bin: toBin(first), lead: Number(first.weight) - Number(second?.weight ?? 0) } : null
}

type Deleted = Pick<CeilingStep, 'bytes' | 'seqs' | 'forwardsAffected'>

function* fromHeaviest(
  { bin, lead }: Heaviest,
  excess: number,
  deleteOldest: (bin: LockedBin, bytes: number) => Script<Deleted>,
  locks: Locks,
): Script<CeilingStep> {
  const locked = yield* lockBin(bin.key, locks)
  if (!locked) return { bin, bytes: 0, seqs: [], forwardsAffected: 0 } // deleted a moment ago
  const deleted = yield* deleteOldest(locked, Math.min(excess, Math.max(lead, TURN_BYTES), STEP.bytes))
  if (deleted.bytes === 0) yield* queueRecount(locked) // nothing to delete, although its counters said so
  return { bin, ...deleted }
}

function* deleteOldestDeliveries(bin: LockedBin, bytes: number): Script<Deleted> {
  const rows = atLeast(yield* oldestDeliveries(bin.key), bytes)
  yield* changeCounts(bin, yield* deleteDeliveryRows(rows))
  return { bytes: sum(rows.map((row) => row.bytes)), seqs: [], forwardsAffected: 0 }
}

function* deleteOldestCaptures(bin: LockedBin, bytes: number): Script<Deleted> {
  const rows = atLeast(yield* captureRows(bin.key, unpinned(bin), STEP.rows), bytes)
  const forwardsAffected = yield* setForwardErrors(bin.key, rows, 'the database held more than CREEL_MAX_DATABASE_BYTES.')
  yield* changeCounts(bin, yield* deleteCaptureRows(bin.key, rows))
  return {
    forwardsAffected,
    bytes: sum(rows.map((row) => row.bytes + row.deliveryBytes)),
    seqs: rows.map(({ seq }) => seq),
  }
}

type CaptureKey = { binKey: number; captureSeq: number }

/** `rows` are sorted. The last group may continue after them, so it is left for the next step. */
function groupsOver(rows: readonly CaptureKey[], countMax: number, ended: boolean) {
  const groups: (CaptureKey & { count: number })[] = []
  for (const row of rows) {
    const last = groups.at(-1)
    if (last?.binKey === row.binKey && last.captureSeq === row.captureSeq) last.count += 1
    else groups.push({ ...row, count: 1 })
  }
  const cut = ended || groups.length === 1 ? groups : groups.slice(0, -1)
  return { over: cut.filter(({ count }) => count > countMax), next: ended ? null : cut.at(-1)! }
}

function toBin({ key, id, captureTag }: Row): BinToTrim {
  return { key: Number(key), id: String(id), captureTag: String(captureTag) }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
