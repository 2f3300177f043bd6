import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addSeqs, hasSeq, type SeqRanges } from '#lib/feed/seq-ranges'

const batches = fc.array(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 8 }), { maxLength: 8 })

test('contains exactly what was added, in as few ranges as possible', () => {
  fc.assert(
    fc.property(batches, (list) => {
      const ranges = list.reduce<SeqRanges>(addSeqs, [])
      const all = new Set(list.flat())
      for (let seq = 0; seq <= 41; seq++) expect(hasSeq(ranges, seq)).toBe(all.has(seq))
      expect(ranges).toHaveLength([...all].filter((seq) => !all.has(seq - 1)).length)
    }),
  )
})

test('hours of retention fit into one range', () => {
  let ranges: SeqRanges = []
  for (let first = 1; first < 100_000; first += 100)
    ranges = addSeqs(
      ranges,
      Array.from({ length: 100 }, (_, i) => first + i),
    )
  expect(ranges).toEqual([[1, 100_000]])
})
