import { SELECT_SUMMARIES } from './capture-reads'
import { FACT_COLUMNS, factValues } from './fact-rows'
import type { Query } from './query'
import { toSummary } from './rows'
import type { BacklogReads, BacklogStep, BacklogStore, ReadFacts } from './store'
import { type Locks, placeholders, type Script, type Statement, statement, type Transactions } from './transaction'

// Captures whose facts were not read when they were stored: because an earlier version stored them, the process was busy, or they are large.
// Each of them is in a range of "FactsBacklog", written in the transaction that stored it. Captures outside these ranges have facts.

/** How many bins are checked in one step. */
const BINS_PER_STEP = 100

export function backlogReads(query: Query): BacklogReads {
  return {
    async backlogRanges(limit) {
      // Short ranges first: they are the most recent captures, at which somebody may be looking.
      const rows = await query(
        `SELECT r."binKey", r."fromSeq", r."throughSeq", b."id", b."captureTag", b."lastSeq" FROM "FactsBacklog" r JOIN "Bin" b ON b."key" = r."binKey"
         ORDER BY r."throughSeq" - r."fromSeq", r."binKey", r."fromSeq" LIMIT ?`,
        limit,
      )
      return rows.map((row) => ({
        bin: { key: Number(row.binKey), id: String(row.id), captureTag: String(row.captureTag) },
        lastSeq: Number(row.lastSeq),
        fromSeq: Number(row.fromSeq),
        throughSeq: Number(row.throughSeq),
      }))
    },

    async unreadCaptures({ bin, fromSeq, throughSeq }, limit) {
      const rows = await query(
        `${SELECT_SUMMARIES.replace(' FROM ', ', octet_length(c."body") AS "bytes" FROM ')}
         WHERE c."binKey" = ? AND c."seq" >= ? AND c."seq" <= ? AND f."seq" IS NULL ORDER BY c."seq" DESC LIMIT ?`,
        bin.key,
        fromSeq,
        throughSeq,
        limit,
      )
      return rows.map((row) => ({ capture: toSummary(row), bytes: Number(row.bytes) }))
    },

    async binsThatLackFacts(afterBinKey) {
      const rows = await query(
        `SELECT b."key", CASE WHEN b."captureCount" = (SELECT count(*) FROM "CaptureFacts" f WHERE f."binKey" = b."key" AND f."seq" > b."clearedThrough")
           OR EXISTS (SELECT 1 FROM "FactsBacklog" r WHERE r."binKey" = b."key") THEN 0 ELSE 1 END AS "lacks"
         FROM "Bin" b WHERE b."key" > ? ORDER BY b."key" LIMIT ?`,
        afterBinKey,
        BINS_PER_STEP,
      )
      const lacking = rows.filter(({ lacks }) => Number(lacks) === 1).map(({ key }) => Number(key))
      return { lacking, next: rows.length < BINS_PER_STEP ? null : Number(rows.at(-1)!.key) }
    },
  }
}

export function backlogStore(query: Query, { run, locks }: Transactions): BacklogStore {
  return {
    async backlogSize() {
      const [row] = await query('SELECT coalesce(sum("throughSeq" - "fromSeq" + 1), 0) AS "captures" FROM "FactsBacklog"')
      return Number(row!.captures)
    },
    addFacts: (steps) => run(() => addFacts(steps, locks)),
    leaveUnread: (binKey) => run(() => leaveUnread(binKey)),
  }
}

/**
 * One commit and few statements, however many ranges, because on SQLite each commit delays captures. Bins are locked in the same order as by
 * `addCaptures`, to avoid deadlocks.
 */
function* addFacts(steps: readonly BacklogStep[], locks: Locks): Script<void> {
  const byBin = new Map<number, BacklogStep[]>()
  for (const step of steps) byBin.set(step.range.bin.key, [...(byBin.get(step.range.bin.key) ?? []), step])
  for (const binKey of [...byBin.keys()].sort((x, y) => x - y)) yield* addFactsOf(binKey, byBin.get(binKey)!, locks)
}

/**
 * Locks the bin, so that nobody deletes captures meanwhile and no facts are written for deleted captures. On PostgreSQL, new captures of this bin
 * wait for the lock, so everything is written in one round trip.
 */
function* addFactsOf(binKey: number, steps: readonly BacklogStep[], { forUpdate }: Locks): Script<void> {
  const [bin] = yield statement(`SELECT "clearedThrough" FROM "Bin" WHERE "key" = ?${forUpdate}`, binKey)
  if (!bin) return
  const read = steps.flatMap((step) => step.read)
  const whole = steps.filter(({ left }) => left === null).map(({ range }) => range.fromSeq)
  yield [
    ...(read.length > 0 ? [insertFacts(binKey, Number(bin.clearedThrough), read)] : []),
    ...(whole.length > 0
      ? [statement(`DELETE FROM "FactsBacklog" WHERE "binKey" = ? AND "fromSeq" IN (${placeholders(whole)})`, binKey, ...whole)]
      : []),
    ...steps.flatMap(({ range, left }) => (left === null ? [] : [shortenRange(binKey, range.fromSeq, left)])),
  ]
}

function shortenRange(binKey: number, fromSeq: number, left: number): Statement {
  return statement(
    'UPDATE "FactsBacklog" SET "throughSeq" = ? WHERE "binKey" = ? AND "fromSeq" = ? AND "throughSeq" > ?',
    left,
    binKey,
    fromSeq,
    left,
  )
}

/** A CROSS JOIN, because SQLite keeps its order. In the other order, it would scan all captures of the bin. */
function insertFacts(binKey: number, clearedThrough: number, read: readonly ReadFacts[]): Statement {
  const row = `(${placeholders([null, ...FACT_COLUMNS])})`
  const values = FACT_COLUMNS.map((_, i) => `v.column${i + 2}`)
  return statement(
    `INSERT INTO "CaptureFacts" ("binKey", "seq", ${FACT_COLUMNS.join(', ')})
     SELECT c."binKey", c."seq", ${values.join(', ')} FROM (VALUES ${read.map(() => row).join(', ')}) AS v
     CROSS JOIN "Capture" c WHERE c."binKey" = ? AND c."seq" = CAST(v.column1 AS INTEGER) AND c."seq" > ? ON CONFLICT DO NOTHING`,
    ...read.flatMap(({ seq, facts }) => [seq, ...factValues(facts)]),
    binKey,
    clearedThrough,
  )
}

function* leaveUnread(binKey: number): Script<void> {
  yield statement(
    `INSERT INTO "FactsBacklog" ("binKey", "fromSeq", "throughSeq")
     SELECT "key", "clearedThrough" + 1, "lastSeq" FROM "Bin" WHERE "key" = ? AND "lastSeq" > "clearedThrough" ON CONFLICT DO NOTHING`,
    binKey,
  )
}
