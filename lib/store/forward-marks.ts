import { FORWARD_MARKS } from '#lib/core/filter/fields'
import type { ForwardMark } from '#lib/core/filter/filter'
import { forwardMark } from '#lib/core/filter/forward-mark'
import type { QueriedRow } from './query'

const ATTEMPT = 'SELECT 1 FROM "ForwardAttempt" a WHERE a."binKey" = c."binKey" AND a."seq" = c."seq"'
const ATTEMPT_OF_ONE = `${ATTEMPT} AND a."forwardId" = w."id"`
/** A condition on a row of "Delivery" d: like `judgeAnswer`, whatever became of the body of the answer. */
export const SUCCEEDED = `d."via" = 'forward' AND d."status" >= 200 AND d."status" < 300`
const DONE = `SELECT 1 FROM "Delivery" d WHERE d."binKey" = c."binKey" AND d."captureSeq" = c."seq" AND ${SUCCEEDED}`
const DONE_BY_ONE = `${DONE} AND d."forwardId" = w."id"`
const REACHED = `w."seq" >= c."seq" OR EXISTS (${ATTEMPT_OF_ONE}) OR EXISTS (${DONE_BY_ONE})`

/** SQL conditions on a row of "Capture" c. A capture past the cursor of a forward is pending, unless it was delivered already, or skipped. */
export const FORWARD_MARK_SQL: Readonly<Record<ForwardMark, string>> = {
  pending: `(EXISTS (${ATTEMPT} AND NOT a."dead") OR EXISTS (SELECT 1 FROM "Forward" w WHERE w."binKey" = c."binKey" AND NOT (${REACHED})))`,
  dead: `EXISTS (${ATTEMPT} AND a."dead")`,
  done: `EXISTS (${DONE})`,
}

/** The same conditions for a single forward: the row of "Forward" w. */
const MARK_OF_ONE_SQL: Readonly<Record<ForwardMark, string>> = {
  pending: `(EXISTS (${ATTEMPT_OF_ONE} AND NOT a."dead") OR NOT (${REACHED}))`,
  dead: `EXISTS (${ATTEMPT_OF_ONE} AND a."dead")`,
  done: `EXISTS (${DONE_BY_ONE})`,
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
