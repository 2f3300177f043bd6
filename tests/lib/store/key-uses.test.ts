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

test('uses of many keys are kept together, a second later', async () => {
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

test('a key that is used all the time is kept once a minute', async () => {
  let lastUsedAt: number | null = null
  for (let seconds = 0; seconds < 180; seconds += 1) {
    uses.used(key('a', lastUsedAt))
    await pass(1_000)
    lastUsedAt = kept.at(-1)!.get('a')!
  }
  expect(kept).toHaveLength(3)
})

test('a last use in the future, from before the clock was set back, is replaced', async () => {
  uses.used(key('a', now + 3_600_000))
  await pass(1_000)
  expect(kept).toEqual([new Map([['a', 1_000_000]])])
})

test('a full disk fails no call, is tried again in a minute, and forgets nothing', async () => {
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

test('a stop keeps what is not kept yet', async () => {
  uses.used(key('a'))
  await uses.close()
  expect(kept).toEqual([new Map([['a', 1_000_000]])])
})
