import { expect, test } from 'vitest'
import { createTimeBudget } from '#lib/limits/time-budget'

/** A time share with a clock that work advances. */
function share(part: number, burstMs: number) {
  let now = 0
  const created = createTimeBudget(part, burstMs, () => now)
  const work = (ms: number) =>
    created.run(() => {
      now += ms
      return 'done'
    })
  return { work, created, pass: (ms: number) => (now += ms) }
}

test('allows a burst, then its share of the time', () => {
  const { work, pass } = share(0.01, 3)
  const burst = Array.from({ length: 5 }, () => work(0.99))
  expect(burst.filter((each) => each !== null)).toHaveLength(4)
  pass(50)
  expect(work(0.99)).toBeNull() // half a millisecond was granted, and nearly one was used
  pass(150)
  expect(work(0.99)).toBe('done')
})

test('counts at most a millisecond for one piece of work, because the rest went to other work', () => {
  const { work } = share(0.01, 3)
  expect([work(5_000), work(5_000), work(5_000)]).toEqual(['done', 'done', 'done'])
})

test('is idle while little is used', () => {
  const { work, created, pass } = share(0.01, 3)
  expect(created.isIdle).toBe(true)
  for (let i = 0; i < 3; i += 1) work(0.9)
  expect(created.isIdle).toBe(false)
  pass(1_000)
  expect(created.isIdle).toBe(true)
})
