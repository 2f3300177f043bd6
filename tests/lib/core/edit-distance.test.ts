import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editDistance } from '#lib/core/edit-distance'

test.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', 'abd', 1],
  ['abc', 'ac', 1],
  ['abc', 'acb', 2],
  ['kitten', 'sitting', 3],
])('from %j to %j it is %i', (from, to, edits) => {
  expect(editDistance(from, to)).toBe(edits)
  expect(editDistance(to, from)).toBe(edits)
})

test('stops counting at the maximum', () => {
  const word = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'c') })
  fc.assert(
    fc.property(word, word, fc.nat(6), (from, to, max) => {
      expect(editDistance(from, to, max)).toBe(Math.min(editDistance(from, to), max + 1))
    }),
  )
})
