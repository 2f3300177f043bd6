import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFairPool } from '#lib/limits/fair-pool'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const MAX = 1200
const takeAll = (pool: ReturnType<typeof createFairPool>, claim: object, amount = 1) => {
  const holds = []
  for (let hold = pool.take(claim, amount); hold; hold = pool.take(claim, amount)) holds.push(hold)
  return holds
}

test('one bin gets less than half, and the next one still finds room', () => {
  const pool = createFairPool({ max: MAX })
  expect(takeAll(pool, { bin: 1 })).toHaveLength(525)
  expect(takeAll(pool, { bin: 2 }).length).toBeGreaterThanOrEqual(MAX / 5)
  expect(pool.take({ bin: 3 }, 10)).not.toBeNull()
})

test('one address with many bins gets two thirds, and a stranger still finds room', () => {
  const pool = createFairPool({ max: MAX })
  for (let bin = 0; bin < 500; bin++) takeAll(pool, { bin, address: 'greedy' })
  expect(pool.taken).toBeLessThanOrEqual(MAX * 0.67)
  expect(takeAll(pool, { bin: 'other', address: 'stranger' }).length).toBeGreaterThan(100)
})

test('with unknown addresses, many greedy bins still leave an eighth for bins that hold nothing', () => {
  const pool = createFairPool({ max: MAX })
  for (let bin = 0; bin < 20; bin++) takeAll(pool, { bin, address: null })
  expect(pool.take({ bin: 'other', address: null }, 100)).not.toBeNull()
})

test('never grants more than there is, and released room can be taken again', () => {
  const pool = createFairPool({ max: MAX })
  const holds = Array.from({ length: 50 }, (_, bin) => takeAll(pool, { bin }, 7)).flat()
  expect(pool.taken).toBeLessThanOrEqual(MAX)
  for (const hold of holds) {
    hold.release()
    hold.release()
  }
  expect(pool.taken).toBe(0)
  expect(takeAll(pool, { bin: 1 })).toHaveLength(525)
})

test('always admits the first request, so that no size setting makes requests impossible', () => {
  const pool = createFairPool({ max: 10 })
  expect(pool.take({ bin: 1 }, 25)).not.toBeNull()
  expect(pool.take({ bin: 2 }, 1)).toBeNull()
})

test('serves waiters in order as room becomes free, and another bin overtakes one that is over its share', async () => {
  const pool = createFairPool({ max: 6, queueMax: 16 })
  const [first, second] = takeAll(pool, { bin: 1 })
  const served: string[] = []
  const wait = (name: string, bin: number) =>
    pool.wait({ bin }, 1, { timeoutMs: 10_000 }).then((hold) => served.push(hold ? name : `${name} gave up`))
  const waits = [wait('a', 1), wait('b', 1), wait('c', 2)]
  first!.release()
  await vi.advanceTimersByTimeAsync(0)
  second!.release()
  await vi.advanceTimersByTimeAsync(10_000)
  await Promise.all(waits)
  expect(served.slice(0, 2)).toEqual(['a', 'c'])
})

test('a wait ends by time-out or signal, and the queue is shared fairly too', async () => {
  const pool = createFairPool({ max: 2, queueMax: 6 })
  takeAll(pool, { bin: 1 })
  const gone = new AbortController()
  const aborted = pool.wait({ bin: 1 }, 1, { timeoutMs: 10_000, signal: gone.signal })
  gone.abort()
  expect(await aborted).toBeNull()
  const waits = [1, 2].map(() => pool.wait({ bin: 1 }, 1, { timeoutMs: 1_000 }))
  expect(await pool.wait({ bin: 1 }, 1, { timeoutMs: 1_000 })).toBeNull() // at once, because the queue is full for this bin
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await Promise.all(waits)).toEqual([null, null])
})

test('asks holders to return unused room while somebody waits', async () => {
  const pool = createFairPool({ max: 4, queueMax: 4 })
  const asked = vi.fn(() => hold.shrinkTo(1))
  const hold = pool.take({ bin: 1 }, 4, { onContention: asked })!
  await vi.advanceTimersByTimeAsync(5_000)
  expect(asked).not.toHaveBeenCalled()
  const waiting = pool.wait({ bin: 2 }, 2, { timeoutMs: 10_000 })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await waiting).not.toBeNull()
  expect(asked).toHaveBeenCalledOnce()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(asked).toHaveBeenCalledOnce()
})
