import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { CaptureSummary } from '#lib/core/capture'
import { useFiltered } from '@/components/filter/use-filtered'
import { aSummary, jsonResponse } from '../fixtures'

const BODY_FILTER = '$.amount>900'
const SYNC = { patches: new Map(), epoch: 1 }
/** The captures of the bin. Every second one matches the filter, and only the server can tell which. */
let bin: CaptureSummary[]
const questions: URLSearchParams[] = []
/** Captures that no longer match. */
const changed = new Set<number>()
let failing = false

const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, i) => aSummary(first + i))
const matching = (captures: readonly CaptureSummary[]) => captures.filter(({ seq }) => seq % 2 === 0 && !changed.has(seq))
const newestFirst = (captures: readonly CaptureSummary[]) => [...captures].sort((a, b) => b.seq - a.seq)
const seqs = (captures: readonly CaptureSummary[] | null) => captures?.map(({ seq }) => seq)

/** Answers `GET …/captures?q=…` like the server: with `after` oldest first, one page at a time. */
function answer(query: URLSearchParams): Response {
  if (failing) return jsonResponse({ code: 'too_many_requests', detail: 'busy' }, 429)
  const [after, limit] = [query.get('after'), Number(query.get('limit') ?? 50)]
  const found = matching(bin).filter(({ seq }) => after === null || seq > Number(after))
  const page = (after === null ? newestFirst(found) : found).slice(0, limit)
  const next = page.length < found.length ? page.at(-1)!.seq : null
  const [nextBefore, nextAfter] = after === null ? [next, null] : [null, next]
  return jsonResponse({ captures: page, nextBefore, nextAfter, total: page.length })
}

beforeAll(async () => void (await import('@/components/filter/filter-core'))) // the hook loads it on demand
beforeEach(() => {
  vi.useFakeTimers()
  questions.length = 0
  changed.clear()
  failing = false
  bin = upTo(4)
  vi.stubGlobal('fetch', async (url: string) => {
    const query = new URL(url, 'http://creel.test').searchParams
    questions.push(query)
    return answer(query)
  })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))

/** The hook with a filter on the body, after its first search. */
async function openFiltered(epoch = SYNC.epoch) {
  const props = () => ({ rows: newestFirst(bin), epoch })
  const hook = renderHook(({ rows, epoch }) => useFiltered('orders', BODY_FILTER, rows, { ...SYNC, epoch }), {
    initialProps: props(),
  })
  for (let i = 0; i < 50 && questions.length === 0; i++) await pass(1)
  await pass(1)
  expect(seqs(hook.result.current.captures)).toEqual([4, 2])
  questions.length = 0
  const arrive = async (through: number) => {
    bin = [...bin, ...upTo(through, bin.length + 1)]
    hook.rerender(props())
    await pass(0)
  }
  const beginEpoch = async (next: number) => {
    epoch = next
    hook.rerender(props())
    await pass(0)
  }
  return { hook, shown: () => seqs(hook.result.current.captures), arrive, beginEpoch }
}

test('shows all of a burst of 500 with few requests', async () => {
  const { shown, arrive } = await openFiltered()
  await arrive(504)
  await pass(1_000)
  expect(shown()).toEqual(seqs(newestFirst(matching(upTo(504)))))
  expect(questions.length).toBeLessThanOrEqual(4)
})

test('shows new rows while captures arrive without a pause', async () => {
  const { shown, arrive } = await openFiltered()
  for (let seq = 5; seq <= 104; seq++) {
    await arrive(seq)
    await pass(100)
    // Captures that arrived at least half a second ago are shown.
    expect(shown()).toEqual(expect.arrayContaining(seqs(matching(upTo(Math.max(4, seq - 5))))!))
  }
  expect(questions.length).toBeLessThan(50)
  await pass(1_000)
  expect(shown()).toEqual(seqs(newestFirst(matching(upTo(104)))))
})

test('retries after a refusal, without waiting for the next capture', async () => {
  const { shown, arrive } = await openFiltered()
  failing = true
  await arrive(6)
  await pass(500)
  expect(shown()).toEqual([4, 2])
  failing = false
  await pass(2_000)
  expect(shown()).toEqual([6, 4, 2])
})

test('keeps captures that arrive while the search is still running', async () => {
  bin = upTo(400)
  const props = () => ({ rows: newestFirst(bin) })
  const pages: (() => void)[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    const query = new URL(url, 'http://creel.test').searchParams
    if (query.get('after') === null) await new Promise<void>((resolve) => pages.push(resolve))
    return answer(query)
  })
  const hook = renderHook(({ rows }) => useFiltered('orders', BODY_FILTER, rows, SYNC), { initialProps: props() })
  for (let i = 0; i < 50 && pages.length === 0; i++) await pass(1)
  bin = upTo(402)
  hook.rerender(props())
  await pass(500)
  pages[0]!()
  await pass(10)
  expect(seqs(hook.result.current.captures)!.slice(0, 2)).toEqual([402, 400])
})

test('searches again with a new epoch, and shows the earlier matches until it has found as many', async () => {
  bin = upTo(4)
  const { hook, shown, beginEpoch } = await openFiltered()
  let answerPage = () => {}
  vi.stubGlobal('fetch', async (url: string) => {
    await new Promise<void>((resolve) => (answerPage = resolve))
    return answer(new URL(url, 'http://creel.test').searchParams)
  })
  changed.add(4)
  await beginEpoch(2)
  expect(shown()).toEqual([4, 2])
  expect(hook.result.current.searching).toBe(true)
  answerPage()
  await pass(1)
  expect(shown()).toEqual([2])
  expect(hook.result.current.searching).toBe(false)
})

test('keeps the earlier matches if the repeated search fails, and says so', async () => {
  const { hook, shown, beginEpoch } = await openFiltered()
  failing = true
  await beginEpoch(2)
  await pass(1)
  expect(shown()).toEqual([4, 2])
  expect(hook.result.current.why).toBe('busy')
})

test("does not search twice because of the page's first subscription", async () => {
  const { beginEpoch } = await openFiltered(0)
  await beginEpoch(1)
  await pass(1_000)
  expect(questions).toEqual([])
  await beginEpoch(2)
  await pass(1)
  expect(questions).toHaveLength(1)
})
