import { FORWARD_MARKS } from '#lib/core/filter/fields'
import type { ForwardMark } from '#lib/core/filter/filter'
import { forwardMark } from '#lib/core/filter/forward-mark'
import type { QueriedRow } from './query'

const ATTEMPT = 'SELECT 1 FROM "ForwardAttempt" a WHERE a."binKey" = c."binKey" AND a."seq" = c."seq"'
const ATTEMPT_OF_ONE = `${ATTEMPT} AND a."forwardId" = w."id"`
const DONE = `SELECT 1 FROM "Delivery" d WHERE d."binKey" = c."binKey" AND d."captureSeq" = c."seq" AND d."via" = 'forward' AND d."status" >= 200
    AND d."status" < 300`

/** SQL conditions on a row of "Capture" c. A capture that a forward has not reached yet is pending, unless it was skipped. */
export const FORWARD_MARK_SQL: Readonly<Record<ForwardMark, string>> = {
  pending: `(EXISTS (${ATTEMPT} AND NOT a."dead") OR EXISTS (SELECT 1 FROM "Forward" w WHERE w."binKey" = c."binKey" AND w."seq" < c."seq"
    AND NOT EXISTS (${ATTEMPT_OF_ONE})))`,
  dead: `EXISTS (${ATTEMPT} AND a."dead")`,
  done: `EXISTS (${DONE})`,
}

/** The same conditions for a single forward: the row of "Forward" w. */
const MARK_OF_ONE_SQL: Readonly<Record<ForwardMark, string>> = {
  pending: `(EXISTS (${ATTEMPT_OF_ONE} AND NOT a."dead") OR (w."seq" < c."seq" AND NOT EXISTS (${ATTEMPT_OF_ONE})))`,
  dead: `EXISTS (${ATTEMPT_OF_ONE} AND a."dead")`,
  done: `EXISTS (${DONE} AND d."forwardId" = w."id")`,
}

/** SQL for one column per mark, 1 or 0. */
export const SELECTED_MARKS = selected(FORWARD_MARK_SQL)
export const SELECTED_MARKS_OF_ONE = selected(MARK_OF_ONE_SQL)

/** `any`: a row per capture. `each`: a row per capture and forward, with `id` and `name` of the forward. */
export function marksBySeq(any: readonly QueriedRow[], each: readonly QueriedRow[]): Map<number, Set<string>> {
  const bySeq = new Map(any.map((row) => [Number(row.seq), new Set(marksIn(row, null))]))
  for (const row of each) {
    const marks = bySeq.get(Number(row.seq))
    for (const of of [row.id, row.name]) for (const mark of marksIn(row, String(of).toLowerCase())) marks?.add(mark)
  }
  return bySeq
}

function marksIn(row: QueriedRow, of: string | null): string[] {
  return FORWARD_MARKS.filter((what) => Number(row[what]) === 1).map((what) => forwardMark({ what, of }))
}

function selected(marks: Readonly<Record<ForwardMark, string>>): string {
  return FORWARD_MARKS.map((mark) => `CASE WHEN ${marks[mark]} THEN 1 ELSE 0 END AS "${mark}"`).join(', ')
}
