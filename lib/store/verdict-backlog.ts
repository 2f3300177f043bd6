import type { Query } from './query'
import type { StoredSignature } from './stored-capture'
import { type Locks, placeholders, type Row, type Script, type Statement, statement, type Transactions } from './transaction'
import { VERDICT_COLUMNS, VERDICT_TYPES, verdictValues } from './verdict-rows'
import type { JudgedCapture, UnjudgedRange, VerdictStore } from './verdict-store'

// Captures without a verdict, or with one by earlier secrets. Each of them is in a range of "VerdictBacklog", written in the transaction that
// changed the secrets or stored the capture unjudged. "Bin"."secretsVersion" keeps verdicts and secrets in step: a verdict by the secrets of
// another version is never stored.

/** Ranges on each side that are merged at once. */
const MERGED_MAX = 200

export function verdictBacklog(query: Query, { run, locks }: Transactions): VerdictStore {
  return {
    claimUnjudged: (now, until) => run(() => claimUnjudged(now, until, locks)),

    async unjudgedCaptures({ bin, fromSeq, throughSeq }, limit) {
      const rows = await query(
        `SELECT "seq", octet_length("body") AS "bytes" FROM "Capture" WHERE "binKey" = ? AND "seq" >= ? AND "seq" <= ? ORDER BY "seq" DESC LIMIT ?`,
        bin.key,
        fromSeq,
        throughSeq,
        limit,
      )
      return rows.map(({ seq, bytes }) => ({ seq: Number(seq), bytes: Number(bytes) }))
    },

    storeVerdicts: (range, judged, left) => run(() => storeVerdicts(range, judged, left, locks)),

    async unjudgedCount(binKey) {
      const [row] = await query(
        'SELECT sum("total") AS "total", sum("throughSeq" - "fromSeq" + 1) AS "left" FROM "VerdictBacklog" WHERE "binKey" = ?',
        binKey,
      )
      return row?.total == null ? null : { total: Number(row.total), left: Number(row.left) }
    },
  }
}

/** Queues all captures of a bin to be judged again. Part of each transaction that changes its secrets, with the bin locked. */
export function* queueAllForJudging(binKey: number): Script<void> {
  yield statement('UPDATE "Bin" SET "secretsVersion" = "secretsVersion" + 1 WHERE "key" = ?', binKey)
  yield statement('DELETE FROM "VerdictBacklog" WHERE "binKey" = ?', binKey)
  yield statement(
    `INSERT INTO "VerdictBacklog" ("binKey", "fromSeq", "throughSeq", "total")
     SELECT "key", "clearedThrough" + 1, "lastSeq", "lastSeq" - "clearedThrough" FROM "Bin" WHERE "key" = ? AND "lastSeq" > "clearedThrough"`,
    binKey,
  )
}

/**
 * Short ranges first: they are the most recent captures, at which somebody may be looking. The order is that of an index, because there may be
 * as many ranges as captures. While many captures are stored unjudged, each batch leaves a range: the ones that adjoin are claimed as one.
 */
function* claimUnjudged(now: number, until: number, locks: Locks): Script<UnjudgedRange | null> {
  const [range] = yield statement(
    `SELECT "binKey", "fromSeq", "throughSeq", "total" FROM "VerdictBacklog" WHERE "claimedUntil" <= ?
     ORDER BY "total", "binKey", "fromSeq" LIMIT 1${locks.forUpdateSkipLocked}`,
    now,
  )
  if (!range) return null
  const binKey = Number(range.binKey)
  const [bin] = yield statement('SELECT "id", "captureTag", "lastSeq", "secretsVersion" FROM "Bin" WHERE "key" = ?', binKey)
  if (!bin) {
    yield statement('DELETE FROM "VerdictBacklog" WHERE "binKey" = ?', binKey)
    return yield* claimUnjudged(now, until, locks)
  }
  const { fromSeq, throughSeq, total } = yield* claimWithNeighbours(binKey, seqRange(range), { now, until }, locks)
  return {
    bin: { key: binKey, id: String(bin.id), captureTag: String(bin.captureTag), secretsVersion: Number(bin.secretsVersion) },
    lastSeq: Number(bin.lastSeq),
    fromSeq,
    throughSeq,
    total,
  }
}

type SeqRange = Pick<UnjudgedRange, 'fromSeq' | 'throughSeq' | 'total'>

/** Merges the range with those that adjoin it and that nobody works on, into the row of the first. */
function* claimWithNeighbours(
  binKey: number,
  range: SeqRange,
  { now, until }: { now: number; until: number },
  { forUpdateSkipLocked }: Locks,
): Script<SeqRange> {
  const free = (side: string) =>
    statement(
      `SELECT "fromSeq", "throughSeq", "total" FROM "VerdictBacklog" WHERE "binKey" = ? AND "claimedUntil" <= ? AND ${side} LIMIT ?${forUpdateSkipLocked}`,
      binKey,
      now,
      range.fromSeq,
      MERGED_MAX,
    )
  const before = adjoining(range, yield free('"fromSeq" < ? ORDER BY "fromSeq" DESC'))
  const after = adjoining(range, yield free('"fromSeq" > ? ORDER BY "fromSeq"'))
  const all = [...before.reverse(), range, ...after]
  const merged = {
    fromSeq: all[0]!.fromSeq,
    throughSeq: all.at(-1)!.throughSeq,
    total: all.reduce((sum, { total }) => sum + total, 0),
  }
  if (all.length > 1)
    yield statement(
      'DELETE FROM "VerdictBacklog" WHERE "binKey" = ? AND "fromSeq" > ? AND "fromSeq" <= ?',
      binKey,
      merged.fromSeq,
      merged.throughSeq,
    )
  yield statement(
    'UPDATE "VerdictBacklog" SET "throughSeq" = ?, "total" = ?, "claimedUntil" = ? WHERE "binKey" = ? AND "fromSeq" = ?',
    merged.throughSeq,
    merged.total,
    until,
    binKey,
    merged.fromSeq,
  )
  return merged
}

/** The first of these rows, as far as each adjoins the one before it. The rows are in order, on one side of the range. */
function adjoining(range: SeqRange, rows: readonly Row[]): SeqRange[] {
  const found: SeqRange[] = []
  for (const next of rows.map(seqRange)) {
    const last = found.at(-1) ?? range
    if (next.fromSeq !== last.throughSeq + 1 && next.throughSeq !== last.fromSeq - 1) break
    found.push(next)
  }
  return found
}

function seqRange({ fromSeq, throughSeq, total }: Row): SeqRange {
  return { fromSeq: Number(fromSeq), throughSeq: Number(throughSeq), total: Number(total) }
}

/**
 * Locks the bin, so that nobody deletes captures or changes secrets meanwhile. On PostgreSQL, new captures of this bin wait for the lock, so it is held
 * for few round trips. Old verdicts are deleted in a round trip of their own, because statements that run together run in any order.
 */
function* storeVerdicts(
  { bin, fromSeq, throughSeq }: UnjudgedRange,
  judged: readonly JudgedCapture[],
  left: number | null,
  { forUpdate }: Locks,
): Script<boolean> {
  const [now] = yield statement(`SELECT "secretsVersion", "clearedThrough" FROM "Bin" WHERE "key" = ?${forUpdate}`, bin.key)
  if (!now || Number(now.secretsVersion) !== bin.secretsVersion) return false
  const from = left === null ? fromSeq : left + 1
  yield statement('DELETE FROM "CaptureVerdict" WHERE "binKey" = ? AND "seq" >= ? AND "seq" <= ?', bin.key, from, throughSeq)
  const known = judged.flatMap(({ seq, signature }) => (signature ? [{ seq, signature }] : []))
  yield [
    ...(known.length > 0 ? [insertVerdicts(bin.key, Number(now.clearedThrough), known)] : []),
    leaveOfRange([bin.key, fromSeq, throughSeq], left),
  ]
  return true
}

/** A CROSS JOIN, because SQLite keeps its order. In the other order, it would scan all captures of the bin. */
function insertVerdicts(
  binKey: number,
  clearedThrough: number,
  known: readonly { seq: number; signature: StoredSignature }[],
): Statement {
  const row = `(${placeholders([null, ...VERDICT_COLUMNS])})`
  return statement(
    `INSERT INTO "CaptureVerdict" ("binKey", "seq", ${VERDICT_COLUMNS.join(', ')})
     SELECT c."binKey", c."seq", ${VERDICT_TYPES.map((type, i) => `CAST(v.column${i + 2} AS ${type})`).join(', ')} FROM (VALUES ${known.map(() => row).join(', ')}) AS v
     CROSS JOIN "Capture" c WHERE c."binKey" = ? AND c."seq" = CAST(v.column1 AS INTEGER) AND c."seq" > ?`,
    ...known.flatMap(({ seq, signature }) => [seq, ...verdictValues(signature)]),
    binKey,
    clearedThrough,
  )
}

/** What is left of the range; null: nothing. */
function leaveOfRange(range: readonly [binKey: number, fromSeq: number, throughSeq: number], left: number | null): Statement {
  if (left === null)
    return statement('DELETE FROM "VerdictBacklog" WHERE "binKey" = ? AND "fromSeq" = ? AND "throughSeq" = ?', ...range)
  return statement(
    'UPDATE "VerdictBacklog" SET "throughSeq" = ?, "claimedUntil" = 0 WHERE "binKey" = ? AND "fromSeq" = ? AND "throughSeq" = ?',
    left,
    ...range,
  )
}
