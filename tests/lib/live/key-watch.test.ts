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

test('revoking a key closes what was opened with it, once, and nothing else', async () => {
  const [one, two, other] = [vi.fn(), vi.fn(), vi.fn()]
  watch.watch(key('a'), one)
  watch.watch(key('a'), two)
  watch.watch(key('b'), other)
  endKey('a')
  endKey('a')
  await second()
  expect([one, two, other].map(({ mock }) => mock.calls.length)).toEqual([1, 1, 0])
})

test('does not notify what was closed before', async () => {
  const ended = vi.fn()
  const stop = watch.watch(key('a', now + 10), ended)
  watch.watch(key('a', now + 10), ended)()
  stop()
  endKey('a')
  now += 20
  await second()
  expect(ended).not.toHaveBeenCalled()
})

test('detects a key revoked between its look-up and the watch', async () => {
  const ended = vi.fn()
  watch.watch(key('gone'), ended)
  watch.watch(key('a'), ended)
  await vi.advanceTimersByTimeAsync(0)
  expect(ended).toHaveBeenCalledTimes(1)
  expect(asked).toEqual([['gone', 'a']]) // one query for both
})

test('a key ends when the clock reaches its expiry, even if the clock jumps', async () => {
  const [soon, never] = [vi.fn(), vi.fn()]
  watch.watch(key('a', now + 3_600_000), soon)
  watch.watch(key('b'), never)
  await second()
  now -= 7_200_000 // set back
  await second()
  expect(soon).not.toHaveBeenCalled()
  now += 7_200_000 + 3_600_000 // set forward, although no hour has passed
  await second()
  expect([soon.mock.calls.length, never.mock.calls.length]).toEqual([1, 0])
})

test('queries the store after messages may have been missed', async () => {
  const ended = vi.fn()
  watch.watch(key('a'), ended)
  await second()
  existing.delete('a')
  miss()
  await vi.advanceTimersByTimeAsync(0)
  expect(ended).toHaveBeenCalledTimes(1)
})

test('polls the store on a shared database, but not on one of its own', async () => {
  watch.watch(key('a'), () => {})
  await second()
  await second()
  expect(asked).toEqual([['a']]) // when it began
  open(true)
  const ended = vi.fn()
  watch.watch(key('a'), ended)
  await second()
  existing.delete('a') // by another process whose message was lost
  await second()
  expect(ended).toHaveBeenCalledTimes(1)
  asked = []
  await second()
  expect(asked).toEqual([]) // nothing is watched any more
})

test('an unavailable store closes nothing and is queried again', async () => {
  away = true
  const ended = vi.fn()
  watch.watch(key('gone'), ended)
  await second()
  expect(ended).not.toHaveBeenCalled()
  away = false
  await second()
  expect(ended).toHaveBeenCalledTimes(1)
})
