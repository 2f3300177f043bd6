import { CAPTURES_WITH_FACTS, SELECTED_FACTS } from './fact-rows'
import type { QueriedRow, Query } from './query'
import { SUMMARY_COLUMNS, toCapture, toSummary } from './rows'
import { type SeqRange, scanSeqs } from './scan-seqs'
import type { CapturePage, Store } from './store'
import type { StoredSummary } from './stored-capture'

type CaptureReads = Pick<Store, 'listCaptures' | 'countCaptures' | 'findCapture'>

/** Selects rows for `toSummary`. */
export const SELECT_SUMMARIES = `SELECT ${SUMMARY_COLUMNS.map((name) => `c."${name}"`).join(', ')}, ${SELECTED_FACTS} FROM ${CAPTURES_WITH_FACTS}`
/** Selects rows for `toCapture`. */
export const SELECT_CAPTURES = `SELECT c.*, ${SELECTED_FACTS} FROM ${CAPTURES_WITH_FACTS}`

const EMPTY: SeqRange = { from: 0, to: 0 }

/** The range of the bin's visible captures; empty if there is no such bin. */
export async function visibleSeqs(query: Query, binKey: number): Promise<SeqRange> {
  const [bin] = await query('SELECT "clearedThrough", "lastSeq" FROM "Bin" WHERE "key" = ?', binKey)
  return bin ? { from: Number(bin.clearedThrough), to: Number(bin.lastSeq) } : EMPTY
}

export function captureReads(query: Query): CaptureReads {
  /** Reads summaries, only those with `method` if it is given. */
  async function rowsIn(
    binKey: number,
    { from, to }: SeqRange,
    order: 'ASC' | 'DESC',
    method: string | undefined,
    limit: number,
  ) {
    const sql = `${SELECT_SUMMARIES} WHERE c."binKey" = ? AND c."seq" > ? AND c."seq" <= ? ${method === undefined ? '' : 'AND c."method" = ?'}
       ORDER BY c."seq" ${order} LIMIT ?`
    return query(sql, binKey, from, to, ...(method === undefined ? [] : [method]), limit)
  }

  return {
    async listCaptures(binKey, page) {
      const range = within(await visibleSeqs(query, binKey), page)
      const forward = page.after !== undefined
      const found: StoredSummary[] = []
      // Without a method, one query reads the page. With one, it may be rare, so the range is searched in steps.
      const windows = scanSeqs(range, { forward, step: page.method === undefined ? null : undefined })
      for await (const window of windows) {
        const rows = await rowsIn(binKey, window, forward ? 'ASC' : 'DESC', page.method, page.limit - found.length)
        found.push(...rows.map(toSummary))
        if (found.length === page.limit) break
      }
      return found
    },

    async countCaptures(binKey, { method }) {
      if (method === undefined) return number(await query('SELECT "captureCount" AS "n" FROM "Bin" WHERE "key" = ?', binKey))
      let total = 0
      for await (const { from, to } of scanSeqs(await visibleSeqs(query, binKey), { forward: false })) {
        const counted = 'SELECT count(*) AS "n" FROM "Capture" WHERE "binKey" = ? AND "seq" > ? AND "seq" <= ? AND "method" = ?'
        total += number(await query(counted, binKey, from, to, method))
      }
      return total
    },

    async findCapture(binKey, seq) {
      const { from, to } = await visibleSeqs(query, binKey)
      if (seq <= from || seq > to) return null
      const [row] = await query(`${SELECT_CAPTURES} WHERE c."binKey" = ? AND c."seq" = ?`, binKey, seq)
      return row ? toCapture(row) : null
    },
  }
}

function within({ from, to }: SeqRange, { before, after }: Pick<CapturePage, 'before' | 'after'>): SeqRange {
  return { from: Math.max(after ?? 0, from), to: Math.min((before ?? Number.MAX_SAFE_INTEGER) - 1, to) }
}

function number([row]: QueriedRow[]): number {
  return Number(row?.n ?? 0)
}
