import fc from 'fast-check'
import { expect, test } from 'vitest'
import { geometryOf, rowAtPx, rowTop, totalPx } from '@/components/rows/row-geometry'

const ROW_PX = 24
const extras = fc
  .uniqueArray(fc.record({ row: fc.nat(99), heightPx: fc.integer({ min: 1, max: 500 }) }), { selector: ({ row }) => row })
  .map((all) => all.sort((a, b) => a.row - b.row))

test('maps every pixel to the row whose line and panel cover it', () => {
  fc.assert(
    fc.property(extras, fc.nat(99), fc.double({ min: 0, max: 0.99, noNaN: true }), (extra, row, share) => {
      const geometry = geometryOf(100, ROW_PX, extra)
      const heightPx = ROW_PX + (extra.find((each) => each.row === row)?.heightPx ?? 0)
      expect(rowAtPx(geometry, rowTop(geometry, row) + share * heightPx)).toBe(row)
    }),
  )
})

test('the list is as high as its rows including their panels', () => {
  const geometry = geometryOf(10, ROW_PX, [
    { row: 2, heightPx: 100 },
    { row: 7, heightPx: 20 },
  ])
  expect(totalPx(geometry)).toBe(10 * ROW_PX + 120)
  expect(rowTop(geometry, 2)).toBe(2 * ROW_PX)
  expect(rowTop(geometry, 3)).toBe(3 * ROW_PX + 100)
  expect(rowTop(geometry, 9)).toBe(9 * ROW_PX + 120)
})
