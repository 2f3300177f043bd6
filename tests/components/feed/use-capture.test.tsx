import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CallError } from '#lib/client/call-error'
import { useCapture } from '@/components/feed/use-capture'
import { announceReconnect } from '@/components/ui/reconnect'
import { aCapture } from '../fixtures'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

function open(load = async (_bin: string, id: string) => aCapture({ id })) {
  const asked = vi.fn(load)
  const hook = renderHook((id: string | null) => useCapture('orders', id, null, asked), { initialProps: null as string | null })
  const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
  return { ...hook, wait, ids: () => asked.mock.calls.map(([, id]) => id) }
}

test('loads an opened capture at once, and does not load it again when going back', async () => {
  const { result, rerender, wait, ids } = open()
  await wait(1000)
  rerender('cap_1')
  expect(result.current).toEqual({ state: 'loading' })
  await wait(0)
  expect(result.current).toMatchObject({ state: 'ready', capture: { id: 'cap_1' } })
  await wait(1000)
  rerender('cap_2')
  await wait(0)
  rerender('cap_1')
  expect(result.current).toMatchObject({ state: 'ready', capture: { id: 'cap_1' } })
  expect(ids()).toEqual(['cap_1', 'cap_2'])
})

test('loads only the first and the last capture while stepping through the list', async () => {
  const { result, rerender, wait, ids } = open()
  await wait(1000)
  for (let step = 1; step <= 9; step++) {
    rerender(`cap_${step}`)
    await wait(33)
  }
  await wait(100)
  expect(ids()).toEqual(['cap_1', 'cap_9'])
  expect(result.current).toMatchObject({ state: 'ready', capture: { id: 'cap_9' } })
})

test('shows a failure only for its own capture', async () => {
  const { result, rerender, wait } = open(async (_bin, id) => {
    if (id === 'cap_1') throw new Error('The network is gone.')
    return aCapture({ id })
  })
  await wait(1000)
  rerender('cap_1')
  await wait(0)
  expect(result.current).toMatchObject({ state: 'failed' })
  await wait(1000)
  rerender('cap_2')
  expect(result.current).toEqual({ state: 'loading' })
})

test('retries a failed load on demand and after a reconnect, but not a deleted capture', async () => {
  let answer: () => Promise<ReturnType<typeof aCapture>> = () => Promise.reject(new Error('The network is gone.'))
  const { result, rerender, wait, ids } = open(() => answer())
  await wait(1000)
  rerender('cap_1')
  await wait(0)
  expect(result.current).toMatchObject({ state: 'failed', retry: expect.any(Function) })
  act(() => announceReconnect())
  await wait(200)
  expect(ids()).toEqual(['cap_1', 'cap_1'])
  answer = async () => aCapture({ id: 'cap_1' })
  act(() => result.current?.state === 'failed' && result.current.retry?.())
  await wait(200)
  expect(result.current).toMatchObject({ state: 'ready' })

  answer = () => Promise.reject(new CallError('capture_not_found', 'There is no such capture.'))
  rerender('cap_2')
  await wait(200)
  expect(result.current).toMatchObject({ state: 'failed', retry: null })
})
