import { expect, test } from 'vitest'
import type { CaptureSummary } from '#lib/core/capture'
import { createChanges } from '#lib/live/changes'

const page = (...seqs: number[]) => seqs.map((seq) => ({ seq }) as CaptureSummary)
const seqs = (captures: CaptureSummary[]) => captures.map(({ seq }) => seq)

test('what was deleted while a page was on its way is not in it', () => {
  const changes = createChanges()
  changes.readBegins()
  changes.deleted(2, 9)
  expect(seqs(changes.apply(page(1, 2, 3)))).toEqual([1, 3])
})

test('what was deleted before its capture came by does not come by', () => {
  const changes = createChanges()
  changes.deleted(5, 4)
  expect(seqs(changes.apply(page(5, 6)))).toEqual([6])
})

test('what went out already needs no memory', () => {
  const changes = createChanges()
  changes.deleted(3, 4)
  expect(seqs(changes.apply(page(3)))).toEqual([3])
})

test('a page that was on its way shows its captures as they are after a change; the last change of each field counts', () => {
  const changes = createChanges()
  changes.readBegins()
  changes.updated(2, { pinned: true, note: 'first' }, 9)
  changes.updated(2, { note: null }, 9)
  expect(changes.apply(page(1, 2))).toEqual([{ seq: 1 }, { seq: 2, pinned: true, note: null }])
  changes.readEnds()
  changes.forgetThrough(9)
  expect(changes.apply(page(2))).toEqual([{ seq: 2 }])
})

test('is forgotten once the stream is past it, but not while a page is on its way', () => {
  const changes = createChanges()
  changes.readBegins()
  changes.deleted(2, 9)
  changes.forgetThrough(9)
  expect(seqs(changes.apply(page(2)))).toEqual([])
  changes.readEnds()
  changes.forgetThrough(9)
  expect(seqs(changes.apply(page(2)))).toEqual([2])
})

test('a cleared bin stays cleared, whatever clear comes later with a smaller seq', () => {
  const changes = createChanges()
  changes.cleared(4)
  changes.cleared(2)
  expect(seqs(changes.apply(page(3, 4, 5)))).toEqual([5])
})

test('hands on the very same list where nothing was taken away or changed', () => {
  const changes = createChanges()
  const captures = page(1, 2)
  expect(changes.apply(captures)).toBe(captures)
})
