import type { Prefilter } from '#lib/core/filter/prefilter'
import { SELECT_CAPTURES, SELECT_SUMMARIES, visibleSeqs } from './capture-reads'
import { type Condition, factConditions } from './fact-conditions'
import { CAPTURES_WITH_FACTS } from './fact-rows'
import { FORWARD_MARK_SQL, marksBySeq, SELECTED_MARKS, SELECTED_MARKS_OF_ONE } from './forward-marks'
import type { Lowered, Query } from './query'
import { toCapture, toSignedCrc32, toSummary } from './rows'
import type { SeqRange } from './scan-seqs'
import type { CaptureScan, SearchReads } from './store'
import { JOINED_VERDICT, verdictCondition } from './verdict-rows'

/** Facts are much smaller than captures, so a scan by facts covers this many times more captures in the same time. */
const FACTS_PER_CAPTURE = 40
/** Reads the facts first, then their captures: SQLite keeps the order of a CROSS JOIN. */
const SELECT_BY_FACTS = SELECT_SUMMARIES.replace(CAPTURES_WITH_FACTS, `"CaptureFacts" f CROSS JOIN "Capture" c ${JOINED_VERDICT}`)
/** PostgreSQL's `integer`, the type of "replyStatus". */
const INT_MAX = 2 ** 31 - 1
const JOINED = 'c."binKey" = f."binKey" AND c."seq" = f."seq"'

/**
 * The reads of searches. Each step reads a bounded number of rows. Written in SQL, because Prisma's client takes seconds to turn twenty
 * thousand rows into objects (docs/decisions/0006-hot-statement.md).
 */
export function searchReads(query: Query, lowered: Lowered): SearchReads {
  async function edge(binKey: number, { from, to }: SeqRange, order: 'ASC' | 'DESC') {
    const where = '"binKey" = ? AND "seq" > ? AND "seq" <= ?'
    const sql = `SELECT "seq", "receivedAt" FROM "Capture" WHERE ${where} ORDER BY "seq" ${order} LIMIT 1`
    const [row] = from < to ? await query(sql, binKey, from, to) : []
    return row ? { seq: Number(row.seq), receivedAt: Number(row.receivedAt) } : null
  }

  /** Whether all captures of this range have facts. */
  async function allRead(binKey: number, { from, to }: SeqRange): Promise<boolean> {
    const sql = 'SELECT 1 AS "found" FROM "FactsBacklog" WHERE "binKey" = ? AND "fromSeq" <= ? AND "throughSeq" > ? LIMIT 1'
    return (await query(sql, binKey, to, from)).length === 0
  }

  return {
    async edgeCaptures(binKey) {
      const range = await visibleSeqs(query, binKey)
      const [oldest, newest] = await Promise.all([edge(binKey, range, 'ASC'), edge(binKey, range, 'DESC')])
      return oldest && newest && { oldest, newest }
    },

    async scanCaptures(binKey, scan) {
      const range = within(await visibleSeqs(query, binKey), scan)
      const forward = scan.after !== undefined
      const order = forward ? 'ASC' : 'DESC'
      const next = await edge(binKey, range, order) // it may be far away if retention deleted many captures
      if (!next) return { captures: [], through: null }
      const facts = factConditions(scan.prefilter.facts, lowered)
      const window = (seqs: number): SeqRange =>
        forward
          ? { from: next.seq - 1, to: Math.min(range.to, next.seq - 1 + seqs) }
          : { from: Math.max(range.from, next.seq - seqs), to: next.seq }
      const wide = window(scan.seqs * FACTS_PER_CAPTURE)
      const byFacts = facts.length > 0 && (await allRead(binKey, wide))
      const { from, to } = byFacts ? wide : window(scan.seqs)
      const [source, seq] = byFacts ? [SELECT_BY_FACTS, 'f."seq"'] : [SELECT_SUMMARIES, 'c."seq"']
      const table = seq[0]
      const conditions = [
        { sql: `${table}."binKey" = ? AND ${seq} > ? AND ${seq} <= ?`, args: [binKey, from, to] },
        ...(byFacts ? [{ sql: JOINED, args: [] }, ...facts] : facts.map(orUnread)),
        ...conditionsOf(scan.prefilter),
      ]
      const where = conditions.map(({ sql }) => sql).join(' AND ')
      const args = conditions.flatMap(({ args }) => args)
      const rowsMax = byFacts ? (scan.rows ?? scan.seqs) : scan.seqs
      const rows = await query(`${source} WHERE ${where} ORDER BY ${seq} ${order} LIMIT ?`, ...args, rowsMax)
      const captures = rows.map(toSummary)
      const last = captures.length === rowsMax ? captures.at(-1)!.seq : null
      if (last !== null && (forward ? last < to : last > from + 1)) return { captures, through: last }
      const ended = forward ? to >= range.to : from <= range.from
      return { captures, through: ended ? null : forward ? to : from + 1 }
    },

    async captureSizes(binKey, { after, through, limit, seqs }) {
      const [bin] = await query('SELECT "clearedThrough" FROM "Bin" WHERE "key" = ?', binKey)
      if (!bin) return null
      const chosen = seqs ? oneOf('"seq"', seqs) : { sql: '1 = 1', args: [] }
      const rows = await query(
        `SELECT "seq", octet_length("body") AS "bytes" FROM "Capture" WHERE "binKey" = ? AND "seq" > ? AND "seq" <= ? AND ${chosen.sql}
         ORDER BY "seq" LIMIT ?`,
        binKey,
        Math.max(Math.min(after, through), Number(bin.clearedThrough)),
        through,
        ...chosen.args,
        limit,
      )
      return rows.map(({ seq, bytes }) => ({ seq: Number(seq), bytes: Number(bytes) }))
    },

    async findCaptures(binKey, seqs) {
      const { sql, args } = ofSeqs(seqs)
      const rows = await query(`${SELECT_CAPTURES} WHERE c."binKey" = ? AND ${sql}`, binKey, ...args)
      return rows.map(toCapture)
    },

    async unjudgedSpan(binKey) {
      const sql = 'SELECT min("fromSeq") AS "from", max("throughSeq") AS "through" FROM "VerdictBacklog" WHERE "binKey" = ?'
      const [row] = await query(sql, binKey)
      return row?.from == null ? null : { from: Number(row.from), through: Number(row.through) }
    },

    async countBetween(binKey, after, through) {
      const { from, to } = await visibleSeqs(query, binKey)
      const sql = 'SELECT count(*) AS "count" FROM "Capture" WHERE "binKey" = ? AND "seq" > ? AND "seq" <= ?'
      const [row] = await query(sql, binKey, Math.max(from, after), Math.min(to, through))
      return Number(row!.count)
    },

    async forwardMarks(binKey, seqs) {
      const { sql, args } = oneOf('c."seq"', seqs)
      const [any, each] = await Promise.all([
        query(`SELECT c."seq", ${SELECTED_MARKS} FROM "Capture" c WHERE c."binKey" = ? AND ${sql}`, binKey, ...args),
        query(
          `SELECT c."seq", w."id", w."name", ${SELECTED_MARKS_OF_ONE} FROM "Forward" w JOIN "Capture" c ON c."binKey" = w."binKey"
           WHERE w."binKey" = ? AND ${sql}`,
          binKey,
          ...args,
        ),
      ])
      return marksBySeq(any, each)
    },

    async resentSeqs(binKey, seqs) {
      const { sql, args } = oneOf('"captureSeq"', seqs)
      const rows = await query(`SELECT DISTINCT "captureSeq" FROM "Delivery" WHERE "binKey" = ? AND ${sql}`, binKey, ...args)
      return new Set(rows.map(({ captureSeq }) => Number(captureSeq)))
    },
  }
}

function within(visible: SeqRange, { before, after, prefilter }: CaptureScan): SeqRange {
  return {
    from: Math.max(visible.from, after ?? 0, (prefilter.seqMin ?? 0) - 1),
    to: Math.min(visible.to, (before ?? Number.MAX_SAFE_INTEGER) - 1, prefilter.seqMax ?? visible.to),
  }
}

function conditionsOf({
  signature,
  forward,
  methods,
  pinned,
  truncated,
  aborted,
  refused,
  bodyCrc32,
  ...edges
}: Prefilter): Condition[] {
  return [
    ...(signature === null ? [] : [verdictCondition(signature)]),
    ...forward.map((mark) => ({ sql: FORWARD_MARK_SQL[mark], args: [] })),
    ...(methods === null ? [] : [oneOf('c."method"', methods)]),
    ...(pinned === null ? [] : [{ sql: pinned ? 'c."pinned"' : 'NOT c."pinned"', args: [] }]),
    ...(truncated === null ? [] : [{ sql: truncated ? 'c."truncated"' : 'NOT c."truncated"', args: [] }]),
    ...(aborted === null ? [] : [{ sql: aborted ? 'c."aborted"' : 'NOT c."aborted"', args: [] }]),
    ...(refused === null ? [] : [{ sql: `coalesce(c."replyBy", '') ${refused ? '=' : '<>'} 'gate'`, args: [] }]),
    ...(bodyCrc32 === null ? [] : [{ sql: 'c."bodyCrc32" = ?', args: [toSignedCrc32(Number.parseInt(bodyCrc32, 16))] }]),
    ...between('c."bodySize"', edges.sizeMin, edges.sizeMax),
    ...between('c."receivedAt"', edges.receivedMin, edges.receivedMax),
    ...between('c."replyStatus"', edges.replyMin, edges.replyMax, INT_MAX),
  ]
}

/** Also lets captures pass that have no facts yet, for the filter itself to decide. */
function orUnread({ sql, args }: Condition): Condition {
  return { sql: `(f."seq" IS NULL OR ${sql})`, args }
}

function oneOf(column: string, values: readonly (number | string)[]): Condition {
  if (values.length === 0) return { sql: '1 = 0', args: [] }
  return { sql: `${column} IN (${values.map(() => '?').join(', ')})`, args: [...values] }
}

/** Consecutive seqs become a range: the statement is then always the same, and takes one search of the index. */
function ofSeqs(seqs: readonly number[]): Condition {
  const first = seqs[0] ?? 0
  if (seqs.length > 0 && seqs.every((seq, i) => seq === first + i))
    return { sql: 'c."seq" >= ? AND c."seq" <= ?', args: [first, first + seqs.length - 1] }
  return oneOf('c."seq"', seqs)
}

/**
 * null: no limit. `most`: the largest number that the column holds. PostgreSQL refuses to compare it with a larger one, so a limit beyond `most`
 * is replaced by one that means the same.
 */
function between(column: string, min: number | null, max: number | null, most = Number.MAX_SAFE_INTEGER): Condition[] {
  if ((min ?? 0) > most || (max ?? 0) < -most) return [{ sql: '1 = 0', args: [] }]
  const whole = (value: number) => Math.min(most, Math.max(-most, value))
  return [
    ...(min === null ? [] : [{ sql: `${column} >= ?`, args: [whole(min)] }]),
    ...(max === null ? [] : [{ sql: `${column} <= ?`, args: [whole(max)] }]),
  ]
}
