import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Forward } from '#lib/core/forward/forward'
import { AccessProvider, type PageAccess } from '@/components/access/page-access'
import { UndeliveredForwards } from '@/components/deliveries/undelivered-forwards'
import { createForwardStore, type ForwardStore } from '@/components/feed/forward-store'
import { aForward, aSummary, jsonResponse } from '../fixtures'

const fetchMock = vi.fn<typeof fetch>()
/** The state of capture 7 in each forward, as the server reports it. */
let marks: Record<string, 'pending' | 'dead'>
let store: ForwardStore

beforeEach(() => {
  marks = {}
  fetchMock.mockReset().mockImplementation(async (url, init) => {
    const { pathname, searchParams } = new URL(String(url), 'http://here')
    const [, forward] = /forwards\/([^/]+)\//.exec(pathname) ?? []
    if (pathname.endsWith('/skip')) {
      marks[forward!] = 'dead'
      return jsonResponse({ skipped: true })
    }
    if (pathname.endsWith('/retry')) {
      marks[forward!] = 'pending'
      return jsonResponse({ retried: 1 })
    }
    expect(init?.method ?? 'GET').toBe('GET')
    const [, id, mark] = /^seq:7 forward:(.+)\.(.+)$/.exec(searchParams.get('q')!)!
    return jsonResponse({ captures: marks[id!] === mark ? [aSummary(7)] : [], nextBefore: null, nextAfter: null })
  })
  vi.stubGlobal('fetch', fetchMock)
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

async function show(forwards: Forward[], access: PageAccess = 'owner') {
  store = createForwardStore(async () => forwards)
  await store.load()
  render(
    <AccessProvider access={access}>
      <UndeliveredForwards capture={aSummary(7)} forwards={store} />
    </AccessProvider>,
  )
}
const writes = () =>
  fetchMock.mock.calls.filter(([, init]) => init?.method === 'POST').map(([url, init]) => [url, JSON.parse(String(init!.body))])

test('a waiting request can be skipped, and one that was given up retried', async () => {
  marks = { fwd_1: 'pending' }
  await show([aForward({ pending: 1 })])
  fireEvent.click(await screen.findByRole('button', { name: 'Skip in staging' }))
  fireEvent.click(await screen.findByRole('button', { name: 'Retry in staging' }))
  expect(await screen.findByText(/waiting to be sent/)).toBeTruthy()
  const { id } = aSummary(7)
  expect(writes()).toEqual([
    ['/api/v1/bins/orders/forwards/fwd_1/skip', { captureId: id }],
    ['/api/v1/bins/orders/forwards/fwd_1/retry', { q: 'seq:7' }],
  ])
})

test('it disappears when the forward delivers the request', async () => {
  marks = { fwd_1: 'pending' }
  await show([aForward({ pending: 1 })])
  await screen.findByText(/waiting to be sent/)
  marks = {}
  act(() => store.apply({ type: 'updated', forward: aForward({ pending: 0, dead: 1 }) }))
  await waitFor(() => expect(screen.queryByText(/waiting to be sent/)).toBeNull())
})

test('makes no query for forwards without a backlog, and a read-only key cannot change anything', async () => {
  marks = { fwd_1: 'dead' }
  await show([aForward({ dead: 1 }), aForward({ id: 'fwd_2', name: 'other' })], 'reader')
  await screen.findByText(/no longer retried/)
  expect(screen.queryByRole('button')).toBeNull()
  expect(fetchMock.mock.calls.every(([url]) => String(url).includes('fwd_1'))).toBe(true)
})
