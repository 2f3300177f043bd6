import { expect, test } from 'vitest'
import type { CaptureSummary } from '#lib/core/capture'
import { createChanges } from '#lib/live/changes'

const page = (...seqs: number[]) => seqs.map((seq) => ({ seq }) as CaptureSummary)
const seqs = (captures: CaptureSummary[]) => captures.map(({ seq }) => seq)

test('a page omits captures deleted while it was read', () => {
  const changes = createChanges()
  changes.readBegins()
  changes.deleted(2, 9)
  expect(seqs(changes.apply(page(1, 2, 3)))).toEqual([1, 3])
})

test('a capture deleted before its turn is not sent', () => {
  const changes = createChanges()
  changes.deleted(5, 4)
  expect(seqs(changes.apply(page(5, 6)))).toEqual([6])
})

test('forgets captures that were already sent', () => {
  const changes = createChanges()
  changes.deleted(3, 4)
  expect(seqs(changes.apply(page(3)))).toEqual([3])
})

test('applies changes to a page that was being read, with the last change of each field', () => {
  const changes = createChanges()
  changes.readBegins()
  changes.updated(2, { pinned: true, note: 'first' }, 9)
  changes.updated(2, { note: null }, 9)
  expect(changes.apply(page(1, 2))).toEqual([{ seq: 1 }, { seq: 2, pinned: true, note: null }])
  changes.readEnds()
  changes.forgetThrough(9)
  expect(changes.apply(page(2))).toEqual([{ seq: 2 }])
})

test('forgets a change once the stream is past it, but not while a page is being read', () => {
  const changes = createChanges()
  changes.readBegins()
  changes.deleted(2, 9)
  changes.forgetThrough(9)
  expect(seqs(changes.apply(page(2)))).toEqual([])
  changes.readEnds()
  changes.forgetThrough(9)
  expect(seqs(changes.apply(page(2)))).toEqual([2])
})

test('a cleared bin stays cleared, even if a later clear has a smaller seq', () => {
  const changes = createChanges()
  changes.cleared(4)
  changes.cleared(2)
  expect(seqs(changes.apply(page(3, 4, 5)))).toEqual([5])
})

test('returns the same list if nothing was deleted or changed', () => {
  const changes = createChanges()
  const captures = page(1, 2)
  expect(changes.apply(captures)).toBe(captures)
})
