import type { Reply } from '#lib/core/reply'
import { changeCounts, lockBin } from './bin-counts'
import { fromReply } from './reply-columns'
import type { PinLimits, Store } from './store'
import { CAPTURE_BYTES } from './stored-bytes'
import { type Locks, type Script, statement, type Transactions } from './transaction'

type ChangeStore = Pick<Store, 'updateCapture' | 'setReply' | 'pinRoom'>
type Patch = Parameters<Store['updateCapture']>[2]

/** Changes to stored captures: pin, note, reply. The bin's counters change in the same transaction. */
export function captureChanges({ run, locks }: Transactions): ChangeStore {
  return {
    updateCapture: (binKey, seq, patch, limits) => run(() => updateCapture(binKey, seq, patch, limits, locks)),
    setReply: (binKey, seq, reply) => run(() => setReply(binKey, seq, reply)),
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

function* setReply(binKey: number, seq: number, reply: Reply): Script<boolean> {
  const { status, by, rest } = fromReply(reply)
  const rows = yield statement(
    'UPDATE "Capture" SET "replyStatus" = ?, "replyBy" = ?, "replyRest" = ? WHERE "binKey" = ? AND "seq" = ? RETURNING "seq"',
    status,
    by,
    rest,
    binKey,
    seq,
  )
  return rows.length > 0
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
