import { act, cleanup, renderHook } from '@testing-library/react'
import { toast } from 'sonner'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useNotices } from '@/components/bin/use-notices'
import { aSummary } from '../fixtures'

let hidden = false
const made: string[] = []

class FakeNotification {
  static requestPermission = vi.fn(async () => 'granted')
  constructor(title: string, { body }: { body: string }) {
    made.push(`${title}: ${body}`)
  }
}

beforeEach(() => {
  made.length = 0
  hidden = false
  localStorage.clear()
  document.title = 'Orders · Creel'
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden)
  vi.stubGlobal('Notification', FakeNotification)
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const rows = (last: number) => Array.from({ length: last }, (_, at) => aSummary(last - at))
const hook = () => renderHook(({ last }) => useNotices('Orders', rows(last)), { initialProps: { last: 2 } })

function look(away: boolean): void {
  hidden = away
  act(() => void document.dispatchEvent(new Event('visibilitychange')))
}

test('the title counts arrivals while the page is hidden, and resets when it is visible', () => {
  const { rerender } = hook()
  look(true)
  rerender({ last: 3 })
  rerender({ last: 5 })
  expect(document.title).toBe('(3) Orders · Creel')
  look(false)
  expect(document.title).toBe('Orders · Creel')
  look(true)
  rerender({ last: 6 })
  expect(document.title).toBe('(1) Orders · Creel')
})

test('the title does not count while the page is visible', () => {
  const { rerender } = hook()
  rerender({ last: 4 })
  expect(document.title).toBe('Orders · Creel')
})

test('shows a notification only if switched on and the page is hidden', async () => {
  const { result, rerender } = hook()
  await act(async () => result.current.toggleDesktop())
  expect(result.current.desktop).toBe(true)
  rerender({ last: 3 })
  look(true)
  rerender({ last: 4 })
  expect(made).toEqual(['Orders: POST /hooks'])
})

test.each([
  ['denied', /blocks notifications/],
  ['default', /was dismissed/],
])('explains what to do if the permission is %s', async (answer, words) => {
  FakeNotification.requestPermission.mockResolvedValueOnce(answer)
  const { result } = hook()
  await act(async () => result.current.toggleDesktop())
  expect(result.current.desktop).toBe(false)
  expect(toast.getHistory().at(-1)).toMatchObject({ title: expect.stringMatching(words) })
})

test('a change of an existing capture is not announced', async () => {
  const { result, rerender } = hook()
  await act(async () => result.current.toggleDesktop())
  look(true)
  rerender({ last: 3 })
  rerender({ last: 3 })
  expect(made).toHaveLength(1)
})
