import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createKeyUses, type KeyUses } from '#lib/store/key-uses'

let now: number
let kept: Map<string, number>[]
let full: boolean
let warnings: number
let uses: KeyUses

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  now = 1_000_000
  kept = []
  full = false
  warnings = 0
  const store = {
    async touchKeys(given: ReadonlyMap<string, number>) {
      if (full) throw new Error('the disk is full')
      kept.push(new Map(given))
    },
  }
  uses = createKeyUses(
    store,
    {
      warn: () => {
        warnings += 1
      },
    },
    () => now,
  )
})
afterEach(() => vi.useRealTimers())

const pass = async (ms: number) => {
  now += ms
  await vi.advanceTimersByTimeAsync(ms)
}
const key = (id: string, lastUsedAt: number | null = null) => ({ id, lastUsedAt })

test('stores the uses of many keys together, a second later', async () => {
  uses.used(key('a'))
  now += 5
  uses.used(key('b'))
  uses.used(key('a'))
  expect([kept, uses.lastUsedAt(key('a'))]).toEqual([[], 1_000_000])
  await pass(1_000)
  expect(kept).toEqual([
    new Map([
      ['a', 1_000_000],
      ['b', 1_000_005],
    ]),
  ])
})

test('stores a constantly used key once a minute', async () => {
  let lastUsedAt: number | null = null
  for (let seconds = 0; seconds < 180; seconds += 1) {
    uses.used(key('a', lastUsedAt))
    await pass(1_000)
    lastUsedAt = kept.at(-1)!.get('a')!
  }
  expect(kept).toHaveLength(3)
})

test('replaces a last use that is in the future because the clock was set back', async () => {
  uses.used(key('a', now + 3_600_000))
  await pass(1_000)
  expect(kept).toEqual([new Map([['a', 1_000_000]])])
})

test('a full disk fails no call, is retried after a minute, and loses nothing', async () => {
  full = true
  uses.used(key('a'))
  await pass(30_000)
  uses.used(key('b'))
  await pass(29_000)
  expect([warnings, uses.lastUsedAt(key('a'))]).toEqual([1, 1_000_000])
  full = false
  await pass(2_000)
  expect(kept).toEqual([
    new Map([
      ['a', 1_000_000],
      ['b', 1_030_000],
    ]),
  ])
  expect(warnings).toBe(1)
})

test('a stop stores what is still pending', async () => {
  uses.used(key('a'))
  await uses.close()
  expect(kept).toEqual([new Map([['a', 1_000_000]])])
})
