import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDropped, type ListPage, loadedRows, pageCursor, sparseRows, withPage } from '#lib/feed/list-rows'
import { aSummary } from './feed-server'

const PAGE = 5
/** Lists captures like the server. */
function listPage(held: readonly number[], before: number) {
  const older = held.filter((seq) => seq < before)
  const captures = older.slice(0, PAGE).map((seq) => aSummary(seq))
  return { captures, next: older.length > PAGE ? captures.at(-1)!.seq : null }
}

const bins = fc.record({
  held: fc
    .uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 80 })
    .map((seqs) => seqs.sort((a, b) => b - a)),
  looks: fc.array(fc.nat(), { maxLength: 12 }),
})

/** The newest page, and the pages loaded after viewing some rows. */
function scroll({ held, looks }: { held: readonly number[]; looks: readonly number[] }) {
  const first = listPage(held, Number.POSITIVE_INFINITY)
  let pages: readonly ListPage[] = []
  const rows = () => sparseRows(first.captures, first.next, pages, held.length)
  const loadGap = (place: number) => {
    const gaps = rows().gaps
    const gap = gaps.find(({ index, count }) => place >= index && place < index + count)
    if (!gap) return
    const asked = pageCursor(gap, place, 2)
    const { captures, next } = listPage(held, asked)
    pages = withPage(pages, gap, asked, captures, next)
  }
  for (const place of looks) loadGap(place % held.length)
  return { rows, loadGap }
}

test('every capture has exactly one row, in order, wherever pages are loaded', () => {
  fc.assert(
    fc.property(bins, (bin) => {
      const rows = scroll(bin).rows()
      const loaded = Array.from({ length: rows.count }, (_, index) => rows.at(index))
      const seqs = loaded.flatMap((row) => (row ? [row.seq] : []))
      expect(rows.count).toBe(bin.held.length)
      expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => b - a))
      expect(loaded.flatMap((row, index) => (row ? [rows.indexOf(row.seq) === index] : []))).not.toContain(false)
    }),
  )
})

test('loading a row until it appears succeeds, and loading until no row is missing loads all', () => {
  fc.assert(
    fc.property(bins, (bin) => {
      const { rows, loadGap } = scroll(bin)
      const missing = () => bin.held.findIndex((_, index) => rows().at(index) === null)
      // After a page is loaded, an unloaded row can have a place further up, so going down once is not enough.
      for (let place = missing(), rounds = 0; place !== -1; place = missing(), rounds++) {
        expect(rounds, 'rounds').toBeLessThan(bin.held.length)
        for (let tries = 0; rows().at(place) === null && tries < 40; tries++) loadGap(place)
        expect(rows().at(place)).not.toBeNull()
      }
      expect(Array.from(bin.held, (_, index) => rows().at(index)?.seq)).toEqual(bin.held)
    }),
    { examples: [[{ held: [95, 94, 93, 92, 91, 79, 42, 41, 40, 39, 38, 1], looks: [646830836] }]] },
  )
})

test('rows are exact without deletions: the middle of 100,000 takes one page', () => {
  const newest = Array.from({ length: 50 }, (_, i) => aSummary(100_000 - i))
  const rows = sparseRows(newest, 99_951, [], 100_000)
  expect([rows.count, rows.gaps]).toEqual([100_000, [{ index: 50, count: 99_950, before: 99_951, from: 1, captures: null }]])
  expect(pageCursor(rows.gaps[0]!, 50_000, 60)).toBe(50_061)
  expect([rows.at(49)?.seq, rows.at(50), rows.at(100_000), rows.indexOf(30_000)]).toEqual([99_951, null, null, 70_000])
})

test('rows that the feed drops join the page below while it has room', () => {
  const page = (before: number, from: number): ListPage => ({
    before,
    from,
    captures: Array.from({ length: before - from }, (_, i) => aSummary(before - 1 - i)),
  })
  const joined = addDropped([page(100, 98)], page(103, 100), 4)
  expect(joined).toEqual([page(103, 98)])
  expect(addDropped(joined, page(104, 103), 4)).toEqual([page(104, 103), page(103, 98)])
})

test('rows that are all loaded', () => {
  const rows = loadedRows([9, 5, 2].map((seq) => aSummary(seq)))
  expect([rows.count, rows.at(1)?.seq, rows.at(3), rows.indexOf(9), rows.indexOf(5), rows.indexOf(4), rows.indexOf(1)]).toEqual([
    3,
    5,
    null,
    0,
    1,
    2,
    3,
  ])
})
