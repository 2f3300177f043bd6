import { expect, test, vi } from 'vitest'
import { createRetry } from '#lib/live/retry'

const always = () => true

function failing(times: number) {
  let left = times
  return vi.fn(async () => {
    if (left-- > 0) throw new Error('away')
    return 'read'
  })
}

test('returns the first success and logs nothing', async () => {
  const onFailure = vi.fn()
  expect(await createRetry(1, onFailure)(failing(0), always)).toBe('read')
  expect(onFailure).not.toHaveBeenCalled()
})

test('retries until it succeeds, logs a series of failures once, and doubles the pause each time', async () => {
  const onFailure = vi.fn()
  const read = failing(5)
  const startedAt = performance.now()
  expect(await createRetry(2, onFailure)(read, always)).toBe('read')
  expect(performance.now() - startedAt).toBeGreaterThan(2 + 4 + 8 + 16 + 32 - 5) // timers may fire a millisecond early each
  expect(read).toHaveBeenCalledTimes(6)
  expect(onFailure).toHaveBeenCalledTimes(1)
})

test('logs the next series of failures again', async () => {
  const onFailure = vi.fn()
  const retry = createRetry(1, onFailure)
  await retry(failing(2), always)
  await retry(failing(2), always)
  expect(onFailure).toHaveBeenCalledTimes(2)
})

test('gives up silently once nobody waits, before a try or after a failed one', async () => {
  const onFailure = vi.fn()
  const read = failing(1)
  expect(await createRetry(1, onFailure)(read, () => false)).toBeNull()
  expect(read).not.toHaveBeenCalled()
  let alive = true
  const last = async () => {
    alive = false
    throw new Error('away')
  }
  expect(await createRetry(1, onFailure)(last, () => alive)).toBeNull()
  expect(onFailure).not.toHaveBeenCalled()
})
