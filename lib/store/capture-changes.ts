import { type CountChange, changeCounts, type LockedBin, lockBin } from './bin-counts'
import { atLeast, deleteDeliveryRows, deliveryRows, STEP } from './delete-rows'
import { fromDelivery } from './rows'
import type { DeliveryLimits, PinLimits, Store, StoredDelivery } from './store'
import { CAPTURE_BYTES, DELIVERY_BYTES } from './stored-bytes'
import { type Locks, places, type Script, statement, type Transactions } from './transaction'

type ChangeStore = Pick<Store, 'updateCapture' | 'addDelivery' | 'pinRoom'>
type Patch = Parameters<Store['updateCapture']>[2]

/** What is written beside a stored capture: pin, note, deliveries. The bin's counters follow in the same transaction. */
export function captureChanges({ run, locks }: Transactions): ChangeStore {
  return {
    updateCapture: (binKey, seq, patch, limits) => run(() => updateCapture(binKey, seq, patch, limits, locks)),
    addDelivery: (binKey, delivery, limits) => run(() => addDelivery(binKey, delivery, limits, locks)),
    pinRoom: (binKey, limits) => run(() => pinRoom(binKey, limits, locks)),
  }
}

function* updateCapture(
  binKey: number,
  seq: number,
  { pinned, note }: Patch,
  limits: PinLimits,
  locks: Locks,
): Script<'updated' | 'gone' | 'pins_full'> {
  if (pinned && limits.totalBytes !== null) yield locks.wholeDatabase
  const bin = yield* lockBin(binKey, locks)
  const before = bin && (yield* readCapture(binKey, seq, bin.clearedThrough))
  if (!before) return 'gone'
  if (pinned && !before.pinned && !(yield* hasRoom(before.bytes, bin.pinned, bin.pinnedBytes, limits))) return 'pins_full'
  if (pinned !== undefined)
    yield statement(`UPDATE "Capture" SET "pinned" = ${pinned} WHERE "binKey" = ? AND "seq" = ?`, binKey, seq)
  if (note !== undefined) yield statement('UPDATE "Capture" SET "note" = ? WHERE "binKey" = ? AND "seq" = ?', note, binKey, seq)
  const after = (yield* readCapture(binKey, seq, bin.clearedThrough))!
  yield* changeCounts(bin, [
    {
      seq,
      bytes: after.bytes - before.bytes,
      pinned: Number(after.pinned) - Number(before.pinned),
      pinnedBytes: (after.pinned ? after.bytes : 0) - (before.pinned ? before.bytes : 0),
    },
  ])
  return 'updated'
}

function* readCapture(binKey: number, seq: number, clearedThrough: number): Script<{ bytes: number; pinned: boolean } | null> {
  if (seq <= clearedThrough) return null
  const [row] = yield statement(
    `SELECT ${CAPTURE_BYTES} AS "bytes", CASE WHEN "pinned" THEN 1 ELSE 0 END AS "pinned" FROM "Capture" WHERE "binKey" = ? AND "seq" = ?`,
    binKey,
    seq,
  )
  return row ? { bytes: Number(row.bytes), pinned: Number(row.pinned) === 1 } : null
}

function* hasRoom(bytes: number, pinned: number, pinnedBytes: number, limits: PinLimits): Script<boolean> {
  if (pinned >= limits.count || pinnedBytes + bytes > limits.bytes) return false
  return limits.totalBytes === null || (yield* allPinnedBytes()) + bytes <= limits.totalBytes
}

function* allPinnedBytes(): Script<number> {
  const [row] = yield statement('SELECT coalesce(sum("pinnedBytes"), 0) AS "bytes" FROM "Bin"')
  return Number(row!.bytes)
}

function* pinRoom(binKey: number, limits: PinLimits, locks: Locks): Script<{ count: number; bytes: number }> {
  const bin = yield* lockBin(binKey, locks)
  if (!bin) return { count: 0, bytes: 0 }
  const total = limits.totalBytes === null ? Number.MAX_SAFE_INTEGER : limits.totalBytes - (yield* allPinnedBytes())
  return {
    count: Math.max(0, limits.count - bin.pinned),
    bytes: Math.max(0, Math.min(limits.bytes - bin.pinnedBytes, total)),
  }
}

function* addDelivery(binKey: number, delivery: StoredDelivery, limits: DeliveryLimits, locks: Locks): Script<boolean> {
  const bin = yield* lockBin(binKey, locks)
  const changes = bin && (yield* keepDelivery(bin, delivery, limits))
  if (changes) yield* changeCounts(bin, changes)
  return changes !== null
}

/**
 * Keeps the delivery, then deletes the oldest ones that this leaves above the limits. `bin` is locked and counts what was kept before in
 * this transaction. null, and nothing is kept, where the capture is gone.
 */
export function* keepDelivery(
  bin: LockedBin,
  delivery: StoredDelivery,
  { perCapture, bytesPerBin }: DeliveryLimits,
): Script<CountChange[] | null> {
  const binKey = bin.key
  if (!(yield* readCapture(binKey, delivery.captureSeq, bin.clearedThrough))) return null
  const bytes = yield* insertDelivery(binKey, delivery)
  const added = { seq: delivery.captureSeq, bytes, deliveryBytes: bytes }
  const surplus = yield* deliveryRows(binKey, {
    sql: 'AND "captureSeq" = ? ORDER BY "startedAt" DESC, "id" DESC LIMIT ? OFFSET ?',
    args: [delivery.captureSeq, STEP.rows, perCapture],
  })
  const removed = yield* deleteDeliveryRows(surplus)
  const over = [added, ...removed].reduce((held, change) => held + (change.bytes ?? 0), bin.deliveryBytes) - bytesPerBin
  if (over > 0) {
    const oldest = { sql: 'AND "id" <> ? ORDER BY "startedAt", "id" LIMIT ?', args: [delivery.id, STEP.rows] }
    removed.push(...(yield* deleteDeliveryRows(atLeast(yield* deliveryRows(binKey, oldest), over))))
  }
  return [added, ...removed]
}

function* insertDelivery(binKey: number, delivery: StoredDelivery): Script<number> {
  const row = fromDelivery(binKey, delivery)
  const columns = Object.keys(row).map((name) => `"${name}"`)
  const values = Object.values(row).map((value) => (typeof value === 'boolean' ? Number(value) : value))
  const [stored] = yield statement(
    `INSERT INTO "Delivery" (${columns.join(', ')}) VALUES (${places(values)}) RETURNING ${DELIVERY_BYTES} AS "bytes"`,
    ...values,
  )
  return Number(stored!.bytes)
}
