import { act, cleanup, renderHook } from '@testing-library/react'
import { toast } from 'sonner'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useDeletions } from '@/components/bin/use-deletions'
import { aSummary, jsonResponse } from '../fixtures'

let calls: { url: string; keepalive: boolean }[]
let answer: (url: string) => Response

beforeEach(() => {
  vi.useFakeTimers()
  calls = []
  answer = () => new Response(null, { status: 204 })
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    calls.push({ url, keepalive: init.keepalive === true })
    return answer(url)
  })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const open = () => renderHook(() => useDeletions('orders'))
const some = (count: number) => Array.from({ length: count }, (_, i) => aSummary(count - i))
const afterUndo = () => act(() => vi.advanceTimersByTimeAsync(6100))

test('hides at once, and deletes each once when the time to undo is over', async () => {
  const { result } = open()
  act(() => result.current.remove(some(20)))
  expect([result.current.hidden.size, calls.length]).toEqual([20, 0])
  await afterUndo()
  expect(new Set(calls.map(({ url }) => url)).size).toBe(20)
  expect([calls.length, result.current.hidden.size]).toEqual([20, 20])
})

test('undo shows them again, and nothing is deleted', async () => {
  const { result } = open()
  act(() => result.current.remove(some(3)))
  const [last] = toast.getToasts().slice(-1)
  const undo = last && 'action' in last ? (last.action as unknown as { onClick(): void }) : null
  act(() => undo?.onClick())
  expect(result.current.hidden.size).toBe(0)
  await afterUndo()
  expect(calls).toEqual([])
})

test('those that could not be deleted come back, with one message', async () => {
  answer = (url) =>
    url.endsWith('_2')
      ? jsonResponse({ code: 'storage_unavailable', detail: 'The disk is full.' }, 503)
      : new Response(null, { status: 204 })
  const told = vi.spyOn(toast, 'error')
  const { result } = open()
  act(() => result.current.remove(some(3)))
  await afterUndo()
  expect([...result.current.hidden].sort()).toEqual(['cap_tag_1', 'cap_tag_3'])
  expect(told).toHaveBeenCalledExactlyOnceWith('Not deleted. The disk is full.')
  told.mockRestore()
})

test('one that is gone already is no failure', async () => {
  answer = () => jsonResponse({ code: 'capture_not_found', detail: 'It is gone.' }, 404)
  const told = vi.spyOn(toast, 'error')
  const { result } = open()
  act(() => result.current.remove(some(1)))
  await afterUndo()
  expect([result.current.hidden.size, told.mock.calls.length]).toEqual([1, 0])
  told.mockRestore()
})

test('leaving the page does not take the decision back', () => {
  const { result } = open()
  act(() => result.current.remove(some(2)))
  window.dispatchEvent(new Event('pagehide'))
  expect(calls.map(({ keepalive }) => keepalive)).toEqual([true, true])
})

test('the offer to undo ends when the deletion begins, and when the page is left', async () => {
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
