import { act, cleanup, renderHook } from '@testing-library/react'
import { toast } from 'sonner'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { UNDOABLE_MAX, useDeletions } from '@/components/list/use-deletions'
import { aSummary, jsonResponse } from '../fixtures'

let calls: { url: string; ids: string[]; keepalive: boolean; bytes: number }[]
let answer: () => Response

beforeEach(() => {
  vi.useFakeTimers()
  calls = []
  answer = () => jsonResponse({ deleted: 1 }, 200)
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const { ids } = JSON.parse(init.body as string) as { ids: string[] }
    calls.push({ url, ids, keepalive: init.keepalive === true, bytes: (init.body as string).length })
    return answer()
  })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const open = () => renderHook(() => useDeletions('orders'))
const some = (count: number, from = 0) => Array.from({ length: count }, (_, i) => aSummary(from + count - i))
const afterUndo = () => act(() => vi.advanceTimersByTimeAsync(10_100))
const press = (button: 'action' | 'cancel') => {
  const last = toast.getToasts().at(-1) as unknown as Record<typeof button, { onClick(): void }>
  act(() => last[button].onClick())
}

test('hides captures at once, and deletes them with one call when the time to undo is over', async () => {
  const { result } = open()
  act(() => result.current.remove(some(200)))
  expect([result.current.hidden.size, calls.length]).toEqual([200, 0])
  await afterUndo()
  expect(calls.map(({ url, ids }) => [url, new Set(ids).size])).toEqual([['/api/v1/bins/orders/captures/delete', 200]])
  expect(result.current.hidden.size).toBe(200)
})

test('undo shows them again and deletes nothing', async () => {
  const { result } = open()
  act(() => result.current.remove(some(3)))
  press('action')
  expect(result.current.hidden.size).toBe(0)
  await afterUndo()
  expect(calls).toEqual([])
})

test('captures that could not be deleted reappear, with one message', async () => {
  answer = () => jsonResponse({ code: 'storage_unavailable', detail: 'The disk is full.' }, 503)
  const told = vi.spyOn(toast, 'error')
  const { result } = open()
  act(() => result.current.remove(some(3)))
  await afterUndo()
  expect(result.current.hidden.size).toBe(0)
  expect(told.mock.calls.map(([message]) => message)).toEqual(['Not all of 3 requests were deleted. The disk is full.'])
  told.mockRestore()
})

test("leaving the page sends all pending deletions in one keepalive call within the browsers' size limit", () => {
  const { result } = open()
  act(() => result.current.remove(some(UNDOABLE_MAX - 200)))
  act(() => result.current.remove(some(200, UNDOABLE_MAX)))
  window.dispatchEvent(new Event('pagehide'))
  expect(calls.map(({ ids, keepalive }) => [ids.length, keepalive])).toEqual([[UNDOABLE_MAX, true]])
  expect(calls[0]!.bytes * 1.5).toBeLessThan(65_536) // real ids are longer than this test's
})

test('a call in progress survives leaving the page too', async () => {
  const { result } = open()
  act(() => result.current.remove(some(20)))
  await afterUndo()
  expect(calls.map(({ keepalive }) => keepalive)).toEqual([true])
})

test('deletes more than a closing page can send at once, after a confirmation, or keeps them', async () => {
  const { result } = open()
  act(() => result.current.remove(some(UNDOABLE_MAX + 1)))
  expect([result.current.hidden.size, calls.length]).toEqual([0, 0])
  press('cancel')
  expect(calls).toEqual([])
  act(() => result.current.remove(some(UNDOABLE_MAX + 1)))
  press('action')
  expect(result.current.hidden.size).toBe(UNDOABLE_MAX + 1)
  expect(calls.map(({ ids }) => ids.length)).toEqual([UNDOABLE_MAX + 1])
})

test('runs pending deletions first if new ones would exceed what a closing page can send', () => {
  const { result } = open()
  act(() => result.current.remove(some(UNDOABLE_MAX)))
  act(() => result.current.remove(some(10, UNDOABLE_MAX)))
  expect(calls.map(({ ids }) => ids.length)).toEqual([UNDOABLE_MAX])
})

test('the undo offer ends when the deletion starts or the page is left', async () => {
  const ended = vi.spyOn(toast, 'dismiss')
  const { result, unmount } = open()
  act(() => result.current.remove(some(1)))
  const offer = () => toast.getToasts().at(-1)!.id
  const first = offer()
  await afterUndo()
  expect(ended.mock.calls).toEqual([[first]])
  act(() => result.current.remove(some(2)))
  const second = offer()
  unmount()
  expect(ended.mock.calls).toEqual([[first], [second]])
  ended.mockRestore()
})
