import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readGrouping } from '@/components/attempts/grouping'
import { useAttempts } from '@/components/attempts/use-attempts'
import { aSummary } from '../fixtures'

beforeEach(() => {
  // biome-ignore lint/suspicious/noDocumentCookie: as a browser of an earlier visit has it
  document.cookie = 'creel_retries=; Max-Age=0; Path=/'
})
afterEach(cleanup)

const id = (seq: number) => `cap_tag_${seq}`
/** `#5`, `#3` and `#1` are attempts of one message. */
const captures = [5, 4, 3, 2, 1].map((seq) => aSummary(seq, { messageId: seq % 2 === 1 ? 'msg_1' : null }))

type Input = { list?: typeof captures; selected?: string | null; grouped?: boolean }

const open = (initialProps: Input = {}) =>
  renderHook(({ list = captures, selected = null, grouped = true }: Input) => useAttempts(list, selected, grouped), {
    initialProps,
  })
const heads = ({ result }: ReturnType<typeof open>) => result.current.groups.heads.map(({ seq }) => seq)

test('shows the newest attempt for all, and returns all attempts for any of them', () => {
  const hook = open()
  expect(heads(hook)).toEqual([5, 4, 2])
  expect([...hook.result.current.earlier]).toEqual([id(3), id(1)])
  for (const seq of [5, 3, 1]) expect(hook.result.current.of(id(seq))?.map((each) => each.seq)).toEqual([5, 3, 1])
  expect(hook.result.current.of(id(4))).toBeNull()
})

test('any attempt unfolds or folds its message, also after a newer attempt arrives', () => {
  const hook = open()
  act(() => hook.result.current.toggle(id(5)))
  expect(hook.result.current.open).toContain(id(5))
  hook.rerender({ list: [aSummary(6, { messageId: 'msg_1' }), ...captures] })
  act(() => hook.result.current.toggle(id(6)))
  expect([...hook.result.current.open]).toEqual([])
})

test('shows a selected attempt, and keeps it when another one is selected', () => {
  const hook = open({ selected: id(3) })
  expect(hook.result.current.open).toContain(id(3))
  hook.rerender({ selected: id(4) })
  expect(hook.result.current.open).toContain(id(3))
})

test('ungrouped, every capture is a row; the choice is stored for the server', () => {
  const hook = open()
  act(() => hook.result.current.toggleGrouped())
  expect(heads(hook)).toEqual([5, 4, 3, 2, 1])
  expect(hook.result.current.any).toBe(true)
  const remembered = () => readGrouping(document.cookie.match(/creel_retries=(\w+)/)?.[1])
  expect(remembered()).toBe(false)
  act(() => hook.result.current.toggleGrouped())
  expect(heads(hook)).toEqual([5, 4, 2])
  expect(remembered()).toBe(true)
})

test('groups nothing if no two captures are attempts of the same message', () => {
  const hook = open({ list: [aSummary(2), aSummary(1)] })
  expect(hook.result.current.any).toBe(false)
  expect(heads(hook)).toEqual([2, 1])
})
