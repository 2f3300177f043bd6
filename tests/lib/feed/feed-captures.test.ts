import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyChanges, mergeCaptures } from '#lib/feed/feed-captures'
import { aSummary } from './feed-server'

const seqs = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 20 })
const down = (list: number[]) => [...new Set(list)].sort((a, b) => b - a)

test('merges both lists newest first, each seq once, and the added one wins', () => {
  fc.assert(
    fc.property(seqs, seqs, (have, added) => {
      const captures = down(have).map(aSummary)
      const merged = mergeCaptures(
        captures,
        added.map((seq) => ({ ...aSummary(seq), pinned: true })),
      )
      expect(merged.map(({ seq }) => seq)).toEqual(down([...have, ...added]))
      for (const { seq, pinned } of merged) expect(pinned === true).toBe(added.includes(seq))
    }),
  )
})

test('returns the same list if nothing is added', () => {
  const captures = [3, 1].map(aSummary)
  expect(mergeCaptures(captures, [])).toBe(captures)
})

test('removes deleted captures and applies changes', () => {
  const heard = { deletedSeqs: [[4, 4]] as [number, number][], clearedThrough: 2, patches: new Map([[3, { note: 'n' }]]) }
  const left = applyChanges([5, 4, 3, 2].map(aSummary), heard)
  expect(left.map(({ seq, note }) => [seq, note])).toEqual([
    [5, null],
    [3, 'n'],
  ])
})
