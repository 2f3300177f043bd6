import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { type ListPage, sparseRows } from '#lib/feed/list-rows'
import { useRowSteps } from '@/components/list/use-row-steps'
import { aSummary } from '../fixtures'

afterEach(cleanup)

const newest = [10, 9].map((seq) => aSummary(seq))
const oldest: ListPage = { before: 2, from: 1, captures: [aSummary(1)] }
const rowsWith = (pages: ListPage[]) => sparseRows(newest, 9, pages, 10)
const want = vi.fn()
const select = vi.fn()
const open = () =>
  renderHook(({ rows, shown }) => useRowSteps(rows, 0, shown, select, want), {
    initialProps: { rows: rowsWith([]), shown: 'cap_tag_10' },
  })
afterEach(() => {
  want.mockClear()
  select.mockClear()
})

test('opens a row that is not loaded as soon as it is', () => {
  const { result, rerender } = open()
  act(() => result.current.goTo(9))
  expect([want.mock.calls, select.mock.calls]).toEqual([[[9, 9]], []])
  rerender({ rows: rowsWith([oldest]), shown: 'cap_tag_10' })
  expect(select).toHaveBeenCalledExactlyOnceWith('cap_tag_1', 'step')
})

test('opening another capture meanwhile cancels the pending step', () => {
  const { result, rerender } = open()
  act(() => result.current.goTo(9))
  rerender({ rows: rowsWith([]), shown: 'cap_tag_9' })
  rerender({ rows: rowsWith([oldest]), shown: 'cap_tag_9' })
  expect(select).not.toHaveBeenCalled()
})
