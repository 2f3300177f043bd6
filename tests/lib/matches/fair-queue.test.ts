import { expect, test, vi } from 'vitest'
import { createFairQueue } from '#lib/matches/fair-queue'

/** Work that ends when the test says so. */
function works() {
  const started: string[] = []
  const ends = new Map<string, () => void>()
  const work = (name: string) => () => {
    started.push(name)
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)))
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  const end = async (name: string) => {
    ends.get(name)!()
    await settled()
  }
  return { started, work, end, settled }
}

test('runs up to the maximum at a time, and the next when one ends', async () => {
  const enqueue = createFairQueue({ max: 2, maxPerKey: 2 })
  const { started, work, end, settled } = works()
  const all = ['a', 'b', 'c'].map((name, key) => enqueue(key, work(name)))
  await settled()
  expect(started).toEqual(['a', 'b'])
  await end('b')
  expect(started).toEqual(['a', 'b', 'c'])
  await end('a')
  await end('c')
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c'])
})

test('a long queue of one key does not delay other keys', async () => {
  const enqueue = createFairQueue({ max: 3, maxPerKey: 2 })
  const { started, work, end, settled } = works()
  for (let i = 0; i < 100; i++) void enqueue(1, work(`one ${i}`))
  await settled()
  expect(started).toEqual(['one 0', 'one 1'])
  void enqueue(2, work('two 0'))
  void enqueue(2, work('two 1'))
  await settled()
  expect(started.at(-1)).toBe('two 0')
  await end('one 0') // it was served less recently
  expect(started.slice(3)).toEqual(['one 2'])
  await end('one 1')
  expect(started.slice(4)).toEqual(['two 1'])
})

test('failed work frees its place', async () => {
  const enqueue = createFairQueue({ max: 1, maxPerKey: 1 })
  await expect(enqueue(1, () => Promise.reject(new Error('x')))).rejects.toThrow('x')
  expect(await enqueue(1, async () => 5)).toBe(5)
})

test('rejects work that waits too long, and never runs it later', async () => {
  vi.useFakeTimers()
  const enqueue = createFairQueue({ max: 1, maxPerKey: 1 })
  const first = enqueue(1, () => new Promise<string>((resolve) => setTimeout(() => resolve('first'), 5_000)))
  const late = vi.fn(async () => 'late')
  const second = enqueue(1, late, 1_000)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await second).toBeNull()
  await vi.advanceTimersByTimeAsync(5_000)
  expect([await first, late.mock.calls.length]).toEqual(['first', 0])
  vi.useRealTimers()
})
