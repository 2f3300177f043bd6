import { expect, test } from 'vitest'
import type { CaptureSummary } from '#lib/core/capture'
import { createRemovals } from '#lib/live/removals'

const page = (...seqs: number[]) => seqs.map((seq) => ({ seq }) as CaptureSummary)
const seqs = (captures: CaptureSummary[]) => captures.map(({ seq }) => seq)

test('what was deleted while a page was on its way is not in it', () => {
  const removals = createRemovals()
  removals.readBegins()
  removals.deleted(2, 9)
  expect(seqs(removals.filter(page(1, 2, 3)))).toEqual([1, 3])
})

test('what was deleted before its capture came by does not come by', () => {
  const removals = createRemovals()
  removals.deleted(5, 4)
  expect(seqs(removals.filter(page(5, 6)))).toEqual([6])
})

test('what went out already needs no memory', () => {
  const removals = createRemovals()
  removals.deleted(3, 4)
  expect(seqs(removals.filter(page(3)))).toEqual([3])
})

test('is forgotten once the stream is past it, but not while a page is on its way', () => {
  const removals = createRemovals()
  removals.readBegins()
  removals.deleted(2, 9)
  removals.forgetThrough(9)
  expect(seqs(removals.filter(page(2)))).toEqual([])
  removals.readEnds()
  removals.forgetThrough(9)
  expect(seqs(removals.filter(page(2)))).toEqual([2])
})

test('a cleared bin stays cleared, whatever clear comes later with a smaller seq', () => {
  const removals = createRemovals()
  removals.cleared(4)
  removals.cleared(2)
  expect(seqs(removals.filter(page(3, 4, 5)))).toEqual([5])
})

test('hands on the very same list where nothing was taken away', () => {
  const removals = createRemovals()
  const captures = page(1, 2)
  expect(removals.filter(captures)).toBe(captures)
})
