import { expect, test } from 'vitest'
import { createTally, type Expected } from '#lib/services/waits/tally'

const once = { min: 1, max: null }
const tallyOf = (expected: Partial<Expected>) => createTally({ all: [], noneCount: 0, inOrder: false, settleMs: 0, ...expected })
const ALL_MET = { settleMs: 0 }

test('is met once each expectation has matched often enough, in any order', () => {
  const tally = tallyOf({ all: [once, { min: 2, max: null }] })
  expect(tally.add([[], [1]])).toBe('more')
  expect(tally.add([[2], []])).toBe('more')
  expect(tally.add([[3], [4]])).toEqual(ALL_MET)
  expect(tally.results()).toEqual([
    { met: true, count: 2, seqs: [2, 3] },
    { met: true, count: 2, seqs: [1, 4] },
  ])
  expect(tally.isSatisfied()).toBe(true)
})

test('ends at one match too many', () => {
  const tally = tallyOf({ all: [{ min: 1, max: 1 }], settleMs: 500 })
  expect(tally.add([[1]])).toEqual({ settleMs: 500 })
  expect(tally.add([[2]])).toBe('enough')
  expect([tally.isSatisfied(), tally.results()]).toEqual([false, [{ met: false, count: 2, seqs: [1, 2] }]])
})

test('ends at a match of `none`', () => {
  const tally = tallyOf({ all: [once], noneCount: 1 })
  expect(tally.add([[], [1]])).toBe('enough')
  expect(tally.results()).toEqual([
    { met: false, count: 0, seqs: [] },
    { met: false, count: 1, seqs: [1] },
  ])
})

test('is met at once if nothing is expected', () => {
  const tally = tallyOf({ all: [{ min: 0, max: 0 }], noneCount: 1, settleMs: 7 })
  expect(tally.add([[], []])).toEqual({ settleMs: 7 })
  expect(tally.isSatisfied()).toBe(true)
})

test('in order, an expectation counts only after the previous one is met', () => {
  const tally = tallyOf({ all: [{ min: 2, max: null }, once, once], inOrder: true })
  expect(tally.add([[2, 5], [1, 3, 5], [4]])).toBe('more')
  expect(tally.add([[], [7], [6, 7]])).toBe('more')
  expect(tally.add([[], [], [8]])).toEqual(ALL_MET)
  expect(tally.results().map(({ seqs }) => seqs)).toEqual([[2, 5], [7], [8]])
})

test('in order, remembers what matched too early', () => {
  const tally = tallyOf({ all: [once, once], inOrder: true })
  tally.add([[], [1, 2, 3, 4]])
  tally.add([[], [4]])
  expect(tally.tooEarly(1)).toEqual({ seqs: [2, 3, 4], previousMetAt: null })
  tally.add([[5], [5]])
  expect(tally.tooEarly(1)).toEqual({ seqs: [3, 4, 5], previousMetAt: 5 })
  tally.add([[], [6]])
  expect(tally.results()[1]).toEqual({ met: true, count: 1, seqs: [6] })
  expect(tally.tooEarly(0)).toEqual({ seqs: [], previousMetAt: null })
})

test('counts a capture once, however often it is announced', () => {
  const tally = tallyOf({ all: [{ min: 2, max: 2 }] })
  tally.add([[1]])
  expect(tally.add([[1]])).toBe('more')
  expect(tally.add([[1, 2]])).toEqual(ALL_MET)
})

test('returns the first hundred', () => {
  const tally = tallyOf({ all: [once] })
  tally.add([Array.from({ length: 20_000 }, (_, i) => i + 1)])
  const [result] = tally.results()
  expect([result!.count, result!.seqs.length, result!.seqs.at(-1)]).toEqual([20_000, 100, 100])
})
