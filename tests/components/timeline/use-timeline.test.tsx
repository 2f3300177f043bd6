import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Feed } from '#lib/feed/feed'
import { announceSecretsChange } from '@/components/signatures/secrets-changed'
import { useTimeline } from '@/components/timeline/use-timeline'
import { aSummary, NOON } from '../fixtures'

const asked: string[] = []

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(decodeURIComponent(url.split('?')[1] ?? ''))
    const bucket = { at: NOON, count: 10, methods: { POST: 10 }, providers: {}, bytes: 0, bytesMax: 0, lag: null }
    const answer = {
      bucketMs: 1000,
      buckets: [bucket],
      firstAt: NOON,
      lastAt: NOON,
      throughSeq: 10,
      nextBefore: null,
      unchecked: null,
    }
    return Response.json(answer)
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.useRealTimers()
  asked.length = 0
})

const feed = (lastSeq: number, epoch = 1) =>
  ({
    captures: Array.from({ length: lastSeq }, (_, i) => aSummary(lastSeq - i)),
    nextBefore: null,
    lastSeq,
    connection: { state: 'live' },
    sync: { epoch, deletedSeqs: [], clearedThrough: 0, patches: new Map() },
  }) as unknown as Feed

test('the whole timeline is restored after a filter, and fetched again only after a disconnect', async () => {
  const hook = renderHook(({ q, seen }) => useTimeline('orders', q, seen, { lag: false, verdicts: false }), {
    initialProps: { q: '', seen: feed(10) },
  })
  const show = (q: string, seen: Feed) => {
    hook.rerender({ q, seen })
    return act(() => vi.advanceTimersByTimeAsync(1000))
  }
  await show('', feed(10))
  await show('method:GET', feed(10))
  expect(asked).toEqual(['', 'q=method:GET'])
  await show('', feed(12))
  expect(asked).toHaveLength(2)
  const counted = hook.result.current.timeline.parts.map(({ above, through }) => [above, through])
  expect(counted).toEqual([
    [10, 12],
    [0, 10],
  ])
  await show('', feed(12, 2))
  expect(asked).toEqual(['', 'q=method:GET', ''])
})

test('counts everything again after the page changed secrets', async () => {
  const needs = { lag: false, verdicts: true }
  renderHook(() => useTimeline('orders', '', feed(10), needs))
  await act(() => vi.advanceTimersByTimeAsync(1000))
  expect(asked).toEqual([''])
  await act(async () => {
    announceSecretsChange()
    await vi.advanceTimersByTimeAsync(1000)
  })
  expect(asked).toEqual(['', ''])
})
