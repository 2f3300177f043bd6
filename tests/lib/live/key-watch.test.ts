import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createKeyWatch, type KeyWatch } from '#lib/live/key-watch'

let now: number
let existing: Set<string>
let asked: string[][]
let away: boolean
let endKey: (id: string) => void
let miss: () => void
let watch: KeyWatch

function open(shared: boolean): void {
  watch?.close()
  watch = createKeyWatch({
    store: {
      async existingKeys(ids) {
        asked.push([...ids])
        if (away) throw new Error('the database is away')
        return new Set(ids.filter((id) => existing.has(id)))
      },
    },
    live: {
      onKeyEnd(listener) {
        endKey = listener
        return () => {}
      },
      onMissed(listener) {
        miss = listener
        return () => {}
      },
    },
    log: { debug() {} },
    now: () => now,
    shared,
  })
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setImmediate'] })
  now = 1_000_000
  existing = new Set(['a', 'b'])
  asked = []
  away = false
  open(false)
})
afterEach(() => {
  watch.close()
  vi.useRealTimers()
})

const key = (id: string, expiresAt: number | null = null) => ({ id, expiresAt })
const second = () => vi.advanceTimersByTimeAsync(1_000)

test('a key that is revoked ends what was opened with it, once, and nothing else', async () => {
  const [one, two, other] = [vi.fn(), vi.fn(), vi.fn()]
  watch.watch(key('a'), one)
  watch.watch(key('a'), two)
  watch.watch(key('b'), other)
  endKey('a')
  endKey('a')
  await second()
  expect([one, two, other].map(({ mock }) => mock.calls.length)).toEqual([1, 1, 0])
})

test('what was closed before hears nothing', async () => {
  const ended = vi.fn()
  const stop = watch.watch(key('a', now + 10), ended)
  watch.watch(key('a', now + 10), ended)()
  stop()
  endKey('a')
  now += 20
  await second()
  expect(ended).not.toHaveBeenCalled()
})

test('a key that was revoked between its look-up and the watch ends too', async () => {
  const ended = vi.fn()
  watch.watch(key('gone'), ended)
  watch.watch(key('a'), ended)
  await vi.advanceTimersByTimeAsync(0)
  expect(ended).toHaveBeenCalledTimes(1)
  expect(asked).toEqual([['gone', 'a']]) // one question for both
})

test('a key ends when the clock reaches its expiry, however the clock gets there', async () => {
  const [soon, never] = [vi.fn(), vi.fn()]
  watch.watch(key('a', now + 3_600_000), soon)
  watch.watch(key('b'), never)
  await second()
  now -= 7_200_000 // set back
  await second()
  expect(soon).not.toHaveBeenCalled()
  now += 7_200_000 + 3_600_000 // set forward, without an hour having passed
  await second()
  expect([soon.mock.calls.length, never.mock.calls.length]).toEqual([1, 0])
})

test('after messages may have been missed, the store is asked', async () => {
  const ended = vi.fn()
  watch.watch(key('a'), ended)
  await second()
  existing.delete('a')
  miss()
  await vi.advanceTimersByTimeAsync(0)
  expect(ended).toHaveBeenCalledTimes(1)
})

test('on a database that others use too, the store is asked with each look; on one of its own, it is not', async () => {
  watch.watch(key('a'), () => {})
  await second()
  await second()
  expect(asked).toEqual([['a']]) // when it began
  open(true)
  const ended = vi.fn()
  watch.watch(key('a'), ended)
  await second()
  existing.delete('a') // by another process, whose message was lost
  await second()
  expect(ended).toHaveBeenCalledTimes(1)
  asked = []
  await second()
  expect(asked).toEqual([]) // nothing is watched any more
})

test('a store that is away ends nothing, and is asked again', async () => {
  away = true
  const ended = vi.fn()
  watch.watch(key('gone'), ended)
  await second()
  expect(ended).not.toHaveBeenCalled()
  away = false
  await second()
  expect(ended).toHaveBeenCalledTimes(1)
})
