import type Database from 'better-sqlite3'
import { type CaptureBatches, joinHeaders, RefusedBatch } from './capture-batches'
import { FACT_COLUMNS, factValues } from './fact-rows'
import { fromReply } from './reply-columns'
import { toSignedCrc32 } from './rows'
import { whenUnlocked } from './sqlite-lock'
import { isOurMistake, isRefusedData } from './storage-errors'
import type { StoredSeq } from './store'
import { captureBytes } from './stored-bytes'
import type { NewCapture } from './stored-capture'
import { VERDICT_COLUMNS, verdictValues } from './verdict-rows'

/** The next seq of a bin, and the version of its secrets. */
type Taken = { seq: number; secretsVersion: number }
/** A capture with its header lists as they are stored, joined once. */
type Prepared = { capture: NewCapture; headers: string; trailers: string }
/** What a batch adds to the counters of one bin. */
type Share = { count: number; bytes: number; pinned: number; pinnedBytes: number; lastAt: number }

/**
 * Prepared statements on a connection separate from Prisma's. A batch is written and committed synchronously, so it never waits for anything else
 * in this process. Through Prisma's client, the same rows take twice the time (docs/decisions/0006-hot-statement.md).
 */
export function sqliteBatches(db: Database.Database): CaptureBatches {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const bump = db.prepare<number[], { lastSeq: number; secretsVersion: number }>(
    `UPDATE "Bin" SET "lastSeq" = "lastSeq" + ?, "captureCount" = "captureCount" + ?, "byteCount" = "byteCount" + ?,
       "pinnedCount" = "pinnedCount" + ?, "pinnedBytes" = "pinnedBytes" + ?, "lastCaptureAt" = max(coalesce("lastCaptureAt", 0), ?) WHERE "key" = ? RETURNING "lastSeq", "secretsVersion"`,
  )
  const insert = db.prepare(
    `INSERT INTO "Capture" ("binKey", "seq", "pinned", "note", "truncated", "aborted", "bodySize", "receivedAt", "durationMs", "method",
       "httpVersion", "remoteAddress", "target", "rawHeaders", "rawTrailers", "bodyCrc32", "replyStatus", "replyBy", "replyRest", "body") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
  )

  const insertFacts = db.prepare(
    `INSERT INTO "CaptureFacts" ("binKey", "seq", ${FACT_COLUMNS.join(', ')}) VALUES (?,?,${FACT_COLUMNS.map(() => '?').join(',')})`,
  )
  const insertVerdict = db.prepare(
    `INSERT INTO "CaptureVerdict" ("binKey", "seq", ${VERDICT_COLUMNS.join(', ')}) VALUES (?,?,${VERDICT_COLUMNS.map(() => '?').join(',')})`,
  )
  const insertUnjudged = db.prepare('INSERT INTO "VerdictBacklog" ("binKey", "fromSeq", "throughSeq", "total") VALUES (?,?,?,?)')
  const insertBacklog = db.prepare('INSERT INTO "FactsBacklog" ("binKey", "fromSeq", "throughSeq") VALUES (?,?,?)')

  /** Updates the counters of the bins that still exist. Returns the next seq of each, and the version of its secrets. */
  function takeSeqs(batch: readonly Prepared[]): Map<number, Taken> {
    const next = new Map<number, Taken>()
    for (const [binKey, { count, bytes, pinned, pinnedBytes, lastAt }] of sharesOf(batch)) {
      const row = bump.get(count, count, bytes, pinned, pinnedBytes, lastAt, binKey)
      if (row) next.set(binKey, { seq: row.lastSeq - count + 1, secretsVersion: row.secretsVersion })
    }
    return next
  }

  function insertOne({ seq, secretsVersion }: Taken, { capture, headers, trailers }: Prepared): void {
    const reply = fromReply(capture.reply)
    insert.run(
      capture.binKey,
      seq,
      capture.imported?.pinned ? 1 : 0,
      capture.imported?.note ?? null,
      capture.truncated ? 1 : 0,
      capture.aborted ? 1 : 0,
      capture.bodySize,
      capture.receivedAt,
      capture.durationMs,
      capture.method,
      capture.httpVersion,
      capture.remoteAddress,
      capture.target,
      headers,
      trailers,
      toSignedCrc32(capture.bodyCrc32),
      reply.status,
      reply.by,
      reply.rest,
      capture.body,
    )
    const { version, signature } = capture.judged
    if (signature && version === secretsVersion) insertVerdict.run(capture.binKey, seq, ...verdictValues(signature))
    if (capture.facts) insertFacts.run(capture.binKey, seq, ...factValues(capture.facts))
  }

  /** Adds one range per bin to the backlog of facts. It may include captures that have facts, which costs nothing. */
  function leaveUnread(batch: readonly NewCapture[], seqs: readonly (StoredSeq | null)[]): void {
    const ranges = rangesOf(batch, seqs, ({ facts }) => facts === null)
    for (const [binKey, { from, through }] of ranges) insertBacklog.run(binKey, from, through)
  }

  /** Adds captures to the backlog of verdicts that were not judged, or by secrets that have changed since. */
  function leaveUnjudged(batch: readonly NewCapture[], seqs: readonly (StoredSeq | null)[]): void {
    const ranges = rangesOf(batch, seqs, (_, stored) => stored.isUnjudged === true)
    for (const [binKey, { from, through }] of ranges) insertUnjudged.run(binKey, from, through, through - from + 1)
  }

  function write(batch: readonly NewCapture[]): (StoredSeq | null)[] {
    const prepared = batch.map(prepare)
    begin.run()
    try {
      const next = takeSeqs(prepared)
      const seqs = prepared.map((each): StoredSeq | null => {
        const { capture } = each
        const taken = next.get(capture.binKey)
        if (!taken) return null
        const { seq } = taken
        insertOne(taken, each)
        taken.seq += 1
        return isUnjudged(capture, taken) ? { seq, isUnjudged: true } : { seq }
      })
      leaveUnread(batch, seqs)
      leaveUnjudged(batch, seqs)
      commit.run()
      return seqs
    } catch (error) {
      if (db.inTransaction) rollback.run()
      throw isOurMistake(error) || isRefusedData(error) ? new RefusedBatch(error) : error
    }
  }

  return {
    add: (batch) => whenUnlocked(() => write(batch)),
    async ping() {
      begin.run()
      try {
        // Commits a page, because BEGIN alone would succeed on a full disk.
        db.pragma(`user_version = ${Number(db.pragma('user_version', { simple: true }))}`)
        commit.run()
      } catch (error) {
        if (db.inTransaction) rollback.run()
        throw error
      }
    },
  }
}

function prepare(capture: NewCapture): Prepared {
  return { capture, headers: joinHeaders(capture.rawHeaders), trailers: joinHeaders(capture.rawTrailers) }
}

function isUnjudged({ judged }: NewCapture, { secretsVersion }: Taken): boolean {
  return secretsVersion > 0 && judged.version !== secretsVersion
}

/** For each bin, the range from the first to the last chosen capture. */
function rangesOf(
  batch: readonly NewCapture[],
  seqs: readonly (StoredSeq | null)[],
  isChosen: (capture: NewCapture, stored: StoredSeq) => boolean,
): Map<number, { from: number; through: number }> {
  const ranges = new Map<number, { from: number; through: number }>()
  batch.forEach((capture, i) => {
    const stored = seqs[i]
    if (!stored || !isChosen(capture, stored)) return
    const { seq } = stored
    ranges.set(capture.binKey, { from: ranges.get(capture.binKey)?.from ?? seq, through: seq })
  })
  return ranges
}

/** What this batch adds to the counters of each bin. */
function sharesOf(batch: readonly Prepared[]): Map<number, Share> {
  const shares = new Map<number, Share>()
  for (const { capture, headers, trailers } of batch) {
    const share = shares.get(capture.binKey) ?? { count: 0, bytes: 0, pinned: 0, pinnedBytes: 0, lastAt: 0 }
    const bytes = captureBytes(capture, headers, trailers)
    share.count += 1
    share.bytes += bytes
    share.lastAt = Math.max(share.lastAt, capture.imported?.at ?? capture.receivedAt)
    if (capture.imported?.pinned) {
      share.pinned += 1
      share.pinnedBytes += bytes
    }
    shares.set(capture.binKey, share)
  }
  return shares
}
