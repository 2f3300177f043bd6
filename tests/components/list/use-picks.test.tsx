import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { usePicks } from '@/components/list/use-picks'
import { aSummary, rowsOf } from '../fixtures'

afterEach(cleanup)

const captures = [5, 4, 3, 2, 1].map((seq) => aSummary(seq))
const open = () => renderHook((rows: typeof captures) => usePicks(rows, rowsOf(rows)), { initialProps: captures })
const id = (seq: number) => `cap_tag_${seq}`
const seqs = ({ result }: ReturnType<typeof open>) => result.current.picked.map(({ seq }) => seq)

test('selects and deselects one by one, in list order', () => {
  const hook = open()
  act(() => hook.result.current.toggle(id(2)))
  act(() => hook.result.current.toggle(id(4)))
  expect(seqs(hook)).toEqual([4, 2])
  act(() => hook.result.current.toggle(id(4)))
  expect(seqs(hook)).toEqual([2])
})

test('selects everything from the last one to this one, in either direction', () => {
  const hook = open()
  act(() => hook.result.current.toggle(id(4)))
  act(() => hook.result.current.toggle(id(2), true))
  expect(seqs(hook)).toEqual([4, 3, 2])
  act(() => hook.result.current.toggle(id(5), true))
  expect(seqs(hook)).toEqual([5, 4, 3, 2])
})

test('a range from a deleted capture selects only this one', () => {
  const hook = open()
  act(() => hook.result.current.toggle(id(5)))
  hook.rerender(captures.slice(1))
  act(() => hook.result.current.toggle(id(2), true))
  expect(seqs(hook)).toEqual([2])
})

test('deselects captures that leave the list, and "none" clears the selection', () => {
  const hook = open()
  act(() => hook.result.current.toggle(id(5)))
  act(() => hook.result.current.toggle(id(1)))
  hook.rerender(captures.slice(1))
  expect(seqs(hook)).toEqual([1])
  act(() => hook.result.current.clear())
  expect(seqs(hook)).toEqual([])
})

test('after "none" a range has no start', () => {
  const hook = open()
  act(() => hook.result.current.toggle(id(5)))
  act(() => hook.result.current.clear())
  act(() => hook.result.current.toggle(id(2), true))
  expect(seqs(hook)).toEqual([2])
})

test('a folded row selects and deselects all its attempts; unfolded, each row only itself', () => {
  const retried = [5, 4, 3, 2, 1].map((seq) => aSummary(seq, { messageId: seq % 2 === 1 ? 'msg_1' : null }))
  const hook = renderHook((open: readonly string[]) => usePicks(retried, rowsOf(retried, open)), {
    initialProps: [] as readonly string[],
  })
  const seqs = () => hook.result.current.picked.map(({ seq }) => seq)
  act(() => hook.result.current.toggle(id(5)))
  expect(seqs()).toEqual([5, 3, 1])
  act(() => hook.result.current.toggle(id(5)))
  expect(seqs()).toEqual([])
  act(() => hook.result.current.toggle(id(4)))
  act(() => hook.result.current.toggle(id(5), true))
  expect(seqs()).toEqual([5, 4, 3, 1])
  hook.rerender([id(5)])
  act(() => hook.result.current.toggle(id(5)))
  expect(seqs()).toEqual([4, 3, 1])
})

test('selects all loaded captures at once', () => {
  const hook = open()
  act(() => hook.result.current.all())
  expect(seqs(hook)).toEqual([5, 4, 3, 2, 1])
})
