import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CaptureSummary } from '#lib/core/capture'
import { createGrouper } from '#lib/feed/group-attempts'
import { groupedRows } from '#lib/feed/grouped-rows'
import { loadedRows, sparseRows } from '#lib/feed/list-rows'
import { propertyRuns } from '../../property-runs'
import { aSummary } from './feed-server'

const aRow = (seq: number, messageId: string | null = null, bodyCrc32 = '1'): CaptureSummary => ({
  ...aSummary(seq),
  messageId,
  bodyCrc32,
  bodySize: 3,
  sender: null,
  receivedAt: new Date(seq * 1000).toISOString(),
})
const rowsOf = (captures: readonly CaptureSummary[], open: readonly number[] = []) => {
  const groups = createGrouper()(captures)
  return groupedRows(loadedRows(groups.heads), groups, new Set(open.map((seq) => `cap_t_${seq}`)))
}
const seqs = (rows: ReturnType<typeof rowsOf>) => Array.from({ length: rows.count }, (_, place) => rows.at(place)?.seq ?? null)

const ATTEMPTS = [aRow(7, 'a'), aRow(6), aRow(5, 'b'), aRow(4, 'a', '2'), aRow(3, 'b'), aRow(2), aRow(1, 'a')]

test('folds attempts under the newest one, and lists them below it once unfolded', () => {
  expect(seqs(rowsOf(ATTEMPTS))).toEqual([7, 6, 5, 2])
  expect(seqs(rowsOf(ATTEMPTS, [7]))).toEqual([7, 4, 1, 6, 5, 2])
  expect(seqs(rowsOf(ATTEMPTS, [3]))).toEqual([7, 6, 5, 3, 2])
  expect(seqs(rowsOf(ATTEMPTS, [1, 5]))).toEqual([7, 4, 1, 6, 5, 3, 2])
})

test('a row has the number of its attempt, the interval since the previous one, and whether the bytes differ', () => {
  const rows = rowsOf(ATTEMPTS, [7])
  const common = { count: 3, open: true, differs: true }
  expect(rows.attempt(0)).toEqual({ ...common, number: 3, intervalMs: 3000, head: true })
  expect(rows.attempt(1)).toEqual({ ...common, number: 2, intervalMs: 3000, head: false })
  expect(rows.attempt(2)).toEqual({ ...common, number: 1, intervalMs: null, head: false })
  expect(rows.attempt(3)).toBeNull()
  expect(rows.attempt(4)).toEqual({ count: 2, number: 2, intervalMs: 2000, head: true, open: false, differs: false })
  expect(rows.attempt(99)).toBeNull()
})

test('a folded row includes all its attempts, every other row only its own capture', () => {
  const stands = (rows: ReturnType<typeof rowsOf>) =>
    Array.from({ length: rows.count + 1 }, (_, place) => rows.capturesAt(place).map(({ seq }) => seq))
  expect(stands(rowsOf(ATTEMPTS, [7]))).toEqual([[7], [4], [1], [6], [5, 3], [2], []])
})

const world = fc.record({
  ids: fc.array(fc.constantFrom(null, null, 'a', 'b', 'c'), { minLength: 1, maxLength: 30 }),
  open: fc.array(fc.nat(30), { maxLength: 4 }),
  gaps: fc.nat(40),
})

test('every capture has one row and is found there, whatever is unfolded, and gaps keep their size', () => {
  fc.assert(
    fc.property(world, ({ ids, open, gaps }) => {
      const captures = ids.map((id, i) => aRow(100 - i, id))
      const groups = createGrouper()(captures)
      const heads = sparseRows(groups.heads, gaps > 0 ? captures.at(-1)!.seq : null, [], groups.heads.length + gaps)
      const opened = new Set(open.map((i) => `cap_t_${100 - i}`))
      const rows = groupedRows(heads, groups, opened)
      const shown = Array.from({ length: rows.count }, (_, place) => rows.at(place))
      const below = [...groups.attempts.values()].filter((all) => all.some(({ id }) => opened.has(id)))
      expect(rows.count).toBe(heads.count + below.reduce((sum, all) => sum + all.length - 1, 0))
      for (const [place, row] of shown.entries()) {
        if (!row) {
          expect(heads.at(rows.headPlace(place))).toBeNull()
          continue
        }
        expect(rows.indexOf(row.seq)).toBe(place)
        const attempt = rows.attempt(place)
        if (attempt && !attempt.head) expect(rows.attempt(place - 1)?.number).toBe(attempt.number + 1)
      }
      const capturesAt = shown.flatMap((_, place) => rows.capturesAt(place))
      expect(capturesAt.toSorted((a, b) => b.seq - a.seq)).toEqual(captures)
    }),
    { numRuns: propertyRuns(1000) },
  )
})
