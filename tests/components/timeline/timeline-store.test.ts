import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { bucketsIn, type Followed, type TimelineAnswer } from '#lib/feed/timeline'
import { createTimelineStore } from '@/components/timeline/timeline-store'
import { aSummary, NOON } from '../fixtures'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const AT = Date.parse(NOON)
const feed = (lastSeq: number, part: Partial<Followed> = {}): Followed => ({
  captures: Array.from({ length: lastSeq }, (_, i) => aSummary(lastSeq - i)),
  nextBefore: null,
  lastSeq,
  sync: { deletedSeqs: [], clearedThrough: 0, patches: new Map() },
  ...part,
})
const answer = (count: number, part: Partial<TimelineAnswer> = {}): TimelineAnswer => ({
  bucketMs: 1000,
  buckets: [{ at: AT, count, methods: { POST: count }, providers: {}, verdicts: {}, bytes: 0, bytesMax: 0, lag: null }],
  firstAt: AT,
  lastAt: AT,
  throughSeq: 10,
  nextBefore: null,
  unchecked: null,
  ...part,
})
const ARRIVALS = { lag: false, verdicts: false }
const VERDICTS = { lag: false, verdicts: true }
type RequestedRange = { before?: number; after?: number; bucket?: number }

function storeWith(answers: (TimelineAnswer | Error)[], countRows = true) {
  const requested: RequestedRange[] = []
  const store = createTimelineStore(
    async (range) => {
      requested.push(range)
      const next = answers.shift()
      if (!next || next instanceof Error) throw next ?? new Error('Nobody expected that it asks.')
      return next
    },
    { countRows },
  )
  const count = () => bucketsIn(store.get().timeline).reduce((sum, bucket) => sum + bucket.count, 0)
  return { requested, store, count }
}

test('loads page by page until complete', async () => {
  const { requested, store, count } = storeWith([answer(4, { nextBefore: 7 }), answer(6)])
  store.follow(feed(10), ARRIVALS)
  await vi.advanceTimersByTimeAsync(0)
  expect(requested).toEqual([{}, { bucket: 1000, before: 7, after: 0 }])
  expect(count()).toBe(10)
})

test('counts live rows a few times a second, without a request', async () => {
  const { requested, store, count } = storeWith([answer(10)])
  store.follow(feed(10), ARRIVALS)
  await vi.advanceTimersByTimeAsync(0)
  const changes = vi.fn()
  store.subscribe(changes)
  for (let seq = 11; seq <= 30; seq += 1) {
    store.follow(feed(seq), ARRIVALS)
    await vi.advanceTimersByTimeAsync(25)
  }
  await vi.advanceTimersByTimeAsync(250)
  expect([count(), requested.length]).toEqual([30, 1])
  expect(changes.mock.calls.length).toBeLessThanOrEqual(3)
})

test('with a filter it lets the list load first, then requests new captures at most once a second', async () => {
  const { requested, store } = storeWith([answer(10), answer(1), answer(1)], false)
  store.follow(feed(10), ARRIVALS)
  await vi.advanceTimersByTimeAsync(500)
  expect(requested).toEqual([])
  await vi.advanceTimersByTimeAsync(100)
  for (let seq = 11; seq <= 16; seq += 1) {
    store.follow(feed(seq), ARRIVALS)
    await vi.advanceTimersByTimeAsync(250)
  }
  expect(requested.length).toBeLessThanOrEqual(3)
  expect(requested[1]).toEqual({ bucket: 1000, before: 12, after: 10 })
})

test('requests a part again after a deletion, in as many calls as needed', async () => {
  const { requested, store, count } = storeWith([answer(10), answer(5, { nextBefore: 5 }), answer(4)])
  store.follow(feed(10), ARRIVALS)
  await vi.advanceTimersByTimeAsync(0)
  store.follow(feed(10, { sync: { deletedSeqs: [[3, 3]], clearedThrough: 0, patches: new Map() } }), ARRIVALS)
  await vi.advanceTimersByTimeAsync(2000)
  expect(requested.slice(1)).toEqual([
    { bucket: 1000, before: 11, after: 0 },
    { bucket: 1000, before: 5, after: 0 },
  ])
  expect(count()).toBe(9)
})

test('reports a failed call, keeps what is shown, and retries', async () => {
  const { store, count } = storeWith([answer(4, { nextBefore: 7 }), new Error('away'), answer(6)])
  store.follow(feed(10), ARRIVALS)
  await vi.advanceTimersByTimeAsync(100)
  expect([store.get().failed, count()]).toEqual([true, 4])
  await vi.advanceTimersByTimeAsync(6000)
  expect([store.get().failed, count()]).toEqual([false, 10])
})

test('does nothing after a stop, and ignores a late answer', async () => {
  const { requested, store, count } = storeWith([answer(10), answer(10)])
  store.follow(feed(10), ARRIVALS)
  store.stop()
  await vi.advanceTimersByTimeAsync(10_000)
  expect([requested.length, count()]).toEqual([1, 0])
  store.follow(feed(10), ARRIVALS)
  await vi.advanceTimersByTimeAsync(0)
  expect(count()).toBe(10)
})

test('requests verdicts every three seconds while signatures are checked, after everything else is loaded', async () => {
  const unchecked = { from: 1, through: 4 }
  const { requested, store } = storeWith([
    answer(4, { nextBefore: 7, unchecked }),
    answer(6, { unchecked }),
    answer(6, { unchecked }),
    answer(6),
  ])
  store.follow(feed(10), VERDICTS)
  await vi.advanceTimersByTimeAsync(2_900)
  expect(requested).toEqual([{}, { bucket: 1000, before: 7, after: 0 }])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(requested.slice(2)).toEqual(Array(2).fill({ bucket: 1000, before: 7, after: 0 }))
})

test('a new verdict has its part counted again, once, and only while verdicts are shown', async () => {
  const { requested, store } = storeWith([answer(4, { nextBefore: 7 }), answer(6), answer(6)])
  store.follow(feed(10), VERDICTS)
  await vi.advanceTimersByTimeAsync(0)
  const signature = { verdict: 'valid', scheme: 'github', secretId: 'sec_1', signedAt: null, ageSeconds: null } as const
  const judged = { deletedSeqs: [], clearedThrough: 0, patches: new Map([[3, { signature }]]) }
  store.follow(feed(10, { sync: judged }), ARRIVALS)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(requested).toHaveLength(2)
  store.follow(feed(10, { sync: judged }), VERDICTS)
  await vi.advanceTimersByTimeAsync(5_000)
  const pinned = { ...judged, patches: new Map([[3, { signature, pinned: true }]]) }
  store.follow(feed(10, { sync: pinned }), VERDICTS)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(requested.slice(2)).toEqual([{ bucket: 1000, before: 7, after: 0 }])
})
