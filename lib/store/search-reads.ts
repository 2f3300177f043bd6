import type { Prefilter } from '#lib/core/filter/prefilter'
import type { QueriedRow, Query } from './query'
import { SUMMARY_COLUMNS, toCapture, toSignedCrc32, toSummary } from './rows'
import type { CaptureScan, SearchReads } from './store'

/** A part of a WHERE clause and its arguments. */
type Condition = { sql: string; args: (number | string)[] }

const COLUMNS = Object.keys(SUMMARY_COLUMNS)
  .map((name) => `"${name}"`)
  .join(', ')

/**
 * What looking through a bin reads: each step a bounded number of rows. In SQL, because of twenty thousand rows Prisma's client takes
 * seconds to make objects (docs/decisions/0006-hot-statement.md).
 */
export function searchReads(query: Query): SearchReads {
  /** Above `from`, up to `to`; empty where there is no such bin. */
  async function visible(binKey: number): Promise<{ from: number; to: number }> {
    const [bin] = await query('SELECT "clearedThrough", "lastSeq" FROM "Bin" WHERE "key" = ?', binKey)
    return bin ? { from: Number(bin.clearedThrough), to: Number(bin.lastSeq) } : { from: 0, to: 0 }
  }

  async function edge(binKey: number, { from, to }: { from: number; to: number }, order: 'ASC' | 'DESC') {
    const where = '"binKey" = ? AND "seq" > ? AND "seq" <= ?'
    const sql = `SELECT "seq", "receivedAt" FROM "Capture" WHERE ${where} ORDER BY "seq" ${order} LIMIT 1`
    const [row] = from < to ? await query(sql, binKey, from, to) : []
    return row ? { seq: Number(row.seq), receivedAt: Number(row.receivedAt) } : null
  }

  return {
    async edgeCaptures(binKey) {
      const range = await visible(binKey)
      const [oldest, newest] = await Promise.all([edge(binKey, range, 'ASC'), edge(binKey, range, 'DESC')])
      return oldest && newest && { oldest, newest }
    },

    async scanCaptures(binKey, scan) {
      const range = within(await visible(binKey), scan)
      const forward = scan.after !== undefined
      const order = forward ? 'ASC' : 'DESC'
      const next = await edge(binKey, range, order) // where retention has taken away much, it may be far
      if (!next) return { captures: [], through: null }
      const from = forward ? next.seq - 1 : Math.max(range.from, next.seq - scan.seqs)
      const to = forward ? Math.min(range.to, from + scan.seqs) : next.seq
      const conditions = [
        { sql: '"binKey" = ? AND "seq" > ? AND "seq" <= ?', args: [binKey, from, to] },
        ...conditionsOf(scan.prefilter),
      ]
      const where = conditions.map(({ sql }) => sql).join(' AND ')
      const args = conditions.flatMap(({ args }) => args)
      const rows = await query(`SELECT ${COLUMNS} FROM "Capture" WHERE ${where} ORDER BY "seq" ${order}`, ...args)
      const ended = forward ? to >= range.to : from <= range.from
      return { captures: rows.map((row) => toSummary(captureRow(row))), through: ended ? null : forward ? to : from + 1 }
    },

    async findCaptures(binKey, seqs) {
      const { sql, args } = oneOf('"seq"', seqs)
      const rows = await query(`SELECT * FROM "Capture" WHERE "binKey" = ? AND ${sql}`, binKey, ...args)
      return rows.map((row) => toCapture(captureRow(row)))
    },

    async resentSeqs(binKey, seqs) {
      const { sql, args } = oneOf('"captureSeq"', seqs)
      const rows = await query(`SELECT DISTINCT "captureSeq" FROM "Delivery" WHERE "binKey" = ? AND ${sql}`, binKey, ...args)
      return new Set(rows.map(({ captureSeq }) => Number(captureSeq)))
    },
  }
}

function within(visible: { from: number; to: number }, { before, after, prefilter }: CaptureScan): { from: number; to: number } {
  return {
    from: Math.max(visible.from, after ?? 0, (prefilter.seqMin ?? 0) - 1),
    to: Math.min(visible.to, (before ?? Number.MAX_SAFE_INTEGER) - 1, prefilter.seqMax ?? visible.to),
  }
}

function conditionsOf({ methods, pinned, truncated, bodyCrc32, headersHold, ...edges }: Prefilter): Condition[] {
  return [
    ...(methods === null ? [] : [oneOf('"method"', methods)]),
    ...(pinned === null ? [] : [{ sql: pinned ? '"pinned"' : 'NOT "pinned"', args: [] }]),
    ...(truncated === null ? [] : [{ sql: truncated ? '"truncated"' : 'NOT "truncated"', args: [] }]),
    ...(bodyCrc32 === null ? [] : [{ sql: '"bodyCrc32" = ?', args: [toSignedCrc32(Number.parseInt(bodyCrc32, 16))] }]),
    ...(headersHold === null ? [] : [{ sql: '"rawHeaders" LIKE ?', args: [`%${headersHold}%`] }]),
    ...between('"bodySize"', edges.sizeMin, edges.sizeMax),
    ...between('"receivedAt"', edges.receivedMin, edges.receivedMax),
  ]
}

function oneOf(column: string, values: readonly (number | string)[]): Condition {
  if (values.length === 0) return { sql: '1 = 0', args: [] }
  return { sql: `${column} IN (${values.map(() => '?').join(', ')})`, args: [...values] }
}

/** null: any. What is beyond whole numbers is beyond every capture too. */
function between(column: string, min: number | null, max: number | null): Condition[] {
  const whole = (value: number) => Math.min(Number.MAX_SAFE_INTEGER, Math.max(Number.MIN_SAFE_INTEGER, value))
  return [
    ...(min === null ? [] : [{ sql: `${column} >= ?`, args: [whole(min)] }]),
    ...(max === null ? [] : [{ sql: `${column} <= ?`, args: [whole(max)] }]),
  ]
}

function captureRow(row: QueriedRow): Parameters<typeof toCapture>[0] {
  return { ...row, pinned: Boolean(row.pinned), truncated: Boolean(row.truncated) } as Parameters<typeof toCapture>[0]
}
