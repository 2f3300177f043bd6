import type Database from 'better-sqlite3'
import type { CaptureBatches } from './capture-batches'
import { joinHeaders } from './capture-batches'
import { toSignedCrc32 } from './rows'
import { whenUnlocked } from './sqlite-lock'
import type { StoredSeq } from './store'
import type { NewCapture } from './stored-capture'

type Share = { count: number; bytes: number; lastAt: number }

/**
 * Prepared statements on a connection of their own, beside Prisma's: a batch is written and committed in one step of the event
 * loop, so it never waits for anything of this process.
 * Through Prisma's client the same rows take twice the time (docs/decisions/0006-hot-statement.md).
 */
export function sqliteBatches(db: Database.Database): CaptureBatches {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const bump = db.prepare<[number, number, number, number, number], { lastSeq: number }>(
    `UPDATE "Bin" SET "lastSeq" = "lastSeq" + ?, "captureCount" = "captureCount" + ?, "byteCount" = "byteCount" + ?,
       "lastCaptureAt" = max(coalesce("lastCaptureAt", 0), ?) WHERE "key" = ? RETURNING "lastSeq"`,
  )
  const insert = db.prepare(
    `INSERT INTO "Capture" ("binKey", "seq", "pinned", "note", "truncated", "bodySize", "receivedAt", "durationMs", "method",
       "httpVersion", "remoteAddress", "target", "rawHeaders", "rawTrailers", "bodyCrc32", "body") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
  )

  /** The next seq of each bin that is still there. */
  function takeSeqs(batch: readonly NewCapture[]): Map<number, number> {
    const next = new Map<number, number>()
    for (const [binKey, { count, bytes, lastAt }] of sharesOf(batch)) {
      const row = bump.get(count, count, bytes, lastAt, binKey)
      if (row) next.set(binKey, row.lastSeq - count + 1)
    }
    return next
  }

  function insertOne(seq: number, capture: NewCapture): void {
    insert.run(
      capture.binKey,
      seq,
      capture.imported?.pinned ? 1 : 0,
      capture.imported?.note ?? null,
      capture.truncated ? 1 : 0,
      capture.bodySize,
      capture.receivedAt,
      capture.durationMs,
      capture.method,
      capture.httpVersion,
      capture.remoteAddress,
      capture.target,
      joinHeaders(capture.rawHeaders),
      joinHeaders(capture.rawTrailers),
      toSignedCrc32(capture.bodyCrc32),
      capture.body,
    )
  }

  function write(batch: readonly NewCapture[]): (StoredSeq | null)[] {
    begin.run()
    try {
      const next = takeSeqs(batch)
      const seqs = batch.map((capture) => {
        const seq = next.get(capture.binKey)
        if (seq === undefined) return null
        next.set(capture.binKey, seq + 1)
        insertOne(seq, capture)
        return { seq }
      })
      commit.run()
      return seqs
    } catch (error) {
      if (db.inTransaction) rollback.run()
      throw error
    }
  }

  return {
    add: (batch) => whenUnlocked(() => write(batch)),
    async ping() {
      begin.run()
      rollback.run()
    },
  }
}

/** What each bin's counters get from this batch. */
function sharesOf(batch: readonly NewCapture[]): Map<number, Share> {
  const shares = new Map<number, Share>()
  for (const { binKey, body, receivedAt, imported } of batch) {
    const share = shares.get(binKey)
    const at = imported?.at ?? receivedAt
    if (!share) shares.set(binKey, { count: 1, bytes: body.byteLength, lastAt: at })
    else {
      share.count += 1
      share.bytes += body.byteLength
      share.lastAt = Math.max(share.lastAt, at)
    }
  }
  return shares
}
