import type { CountChange, LockedBin } from './bin-counts'
import { CAPTURE_BYTES, DELIVERY_BYTES } from './stored-bytes'
import { placeholders, type Row, type Script, statement } from './transaction'

/** Limits of one step, so that it takes only a few milliseconds and captures do not wait. The first row may exceed `bytes`. */
export const STEP: StepLimits = { rows: 200, bytes: 4 * 1024 * 1024 }
export type StepLimits = { rows: number; bytes: number }

/** A capture to delete. `bytes` and `deliveryBytes` do not overlap. */
export type CaptureRow = { seq: number; bytes: number; pinned: boolean; deliveryBytes: number }
/** A delivery to delete. */
export type DeliveryRow = { id: string; seq: number; bytes: number }

const DELIVERY_BYTES_OF_CAPTURE = `(SELECT coalesce(sum(${DELIVERY_BYTES}), 0) FROM "Delivery" d WHERE d."binKey" = c."binKey" AND d."captureSeq" = c."seq")`

/** The first captures of a bin, in seq order, that meet `where`. */
export function* captureRows(binKey: number, where: Condition, limit: number): Script<CaptureRow[]> {
  const rows = yield statement(
    `SELECT "seq", ${CAPTURE_BYTES} AS "bytes", CASE WHEN "pinned" THEN 1 ELSE 0 END AS "pinned", ${DELIVERY_BYTES_OF_CAPTURE} AS "deliveryBytes"
     FROM "Capture" c WHERE c."binKey" = ? AND ${where.sql} ORDER BY c."seq" LIMIT ?`,
    binKey,
    ...where.args,
    limit,
  )
  return rows.map((row) => ({
    seq: Number(row.seq),
    bytes: Number(row.bytes),
    pinned: Number(row.pinned) === 1,
    deliveryBytes: Number(row.deliveryBytes),
  }))
}

export type Condition = { sql: string; args: readonly (number | string)[] }

/** Captures that retention may delete. */
export function unpinned({ clearedThrough }: Pick<LockedBin, 'clearedThrough'>): Condition {
  return { sql: 'NOT c."pinned" AND c."seq" > ?', args: [clearedThrough] }
}

/** Deletes captures with everything that belongs to them. The bin must be locked, and the rows read after that. */
export function* deleteCaptureRows(binKey: number, rows: readonly CaptureRow[]): Script<CountChange[]> {
  if (rows.length === 0) return []
  const seqs = rows.map(({ seq }) => seq)
  yield statement(`DELETE FROM "Capture" WHERE "binKey" = ? AND "seq" IN (${placeholders(seqs)})`, binKey, ...seqs)
  yield statement(`DELETE FROM "CaptureFacts" WHERE "binKey" = ? AND "seq" IN (${placeholders(seqs)})`, binKey, ...seqs)
  yield statement(`DELETE FROM "CaptureVerdict" WHERE "binKey" = ? AND "seq" IN (${placeholders(seqs)})`, binKey, ...seqs)
  yield statement(`DELETE FROM "ForwardAttempt" WHERE "binKey" = ? AND "seq" IN (${placeholders(seqs)})`, binKey, ...seqs)
  const resent = rows.filter(({ deliveryBytes }) => deliveryBytes > 0).map(({ seq }) => seq)
  if (resent.length > 0)
    yield statement(`DELETE FROM "Delivery" WHERE "binKey" = ? AND "captureSeq" IN (${placeholders(resent)})`, binKey, ...resent)
  return rows.map(({ seq, bytes, pinned, deliveryBytes }) => ({
    seq,
    captures: -1,
    bytes: -bytes - deliveryBytes,
    deliveryBytes: -deliveryBytes,
    pinned: pinned ? -1 : 0,
    pinnedBytes: pinned ? -bytes : 0,
  }))
}

/** Deliveries of a bin. `rest`: more conditions, `ORDER BY` and `LIMIT`. */
export function* deliveryRows(binKey: number, rest: Condition): Script<DeliveryRow[]> {
  const rows: Row[] = yield statement(
    `SELECT "id", "captureSeq", ${DELIVERY_BYTES} AS "bytes" FROM "Delivery" WHERE "binKey" = ? ${rest.sql}`,
    binKey,
    ...rest.args,
  )
  return rows.map(({ id, captureSeq, bytes }) => ({ id: String(id), seq: Number(captureSeq), bytes: Number(bytes) }))
}

/** The bin must be locked, and the rows read after that. */
export function* deleteDeliveryRows(rows: readonly DeliveryRow[]): Script<CountChange[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  yield statement(`DELETE FROM "Delivery" WHERE "id" IN (${placeholders(ids)})`, ...ids)
  return rows.map(({ seq, bytes }) => ({ seq, bytes: -bytes, deliveryBytes: -bytes }))
}

/** As many of the first rows as fit in `bytesMax`, but at least one. */
export function upTo<R extends { bytes: number; deliveryBytes?: number }>(rows: readonly R[], bytesMax: number): readonly R[] {
  let bytes = 0
  const over = rows.findIndex((row) => {
    bytes += sizeOf(row)
    return bytes > bytesMax
  })
  return over < 0 ? rows : rows.slice(0, Math.max(1, over))
}

/** As few of the first rows as make up `bytesMin`; none if that is 0. */
export function atLeast<R extends { bytes: number; deliveryBytes?: number }>(rows: readonly R[], bytesMin: number): readonly R[] {
  let bytes = 0
  const enough = rows.findIndex((row) => {
    if (bytes >= bytesMin) return true
    bytes += sizeOf(row)
    return false
  })
  return enough < 0 ? rows : rows.slice(0, enough)
}

function sizeOf({ bytes, deliveryBytes = 0 }: { bytes: number; deliveryBytes?: number }): number {
  return bytes + deliveryBytes
}
