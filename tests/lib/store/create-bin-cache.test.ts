import { expect, test } from 'vitest'
import { createBinCache } from '#lib/store/create-bin-cache'
import type { StoredBin } from '#lib/store/stored-bin'
import { aBin } from '../../store/fixtures'

function openCache() {
  const bins = new Map<string, StoredBin>()
  const asked: string[] = []
  const clock = { now: 0, failing: false }
  const store = {
    async findBin(id: string) {
      asked.push(id)
      if (clock.failing) throw new Error('away')
      return bins.get(id) ?? null
    },
  }
  const cache = createBinCache(
    store,
    (bin, at) => bin.fixedExpiresAt !== null && bin.fixedExpiresAt <= at,
    () => clock.now,
  )
  const put = (id: string, fixedExpiresAt: number | null = null) => {
    bins.set(id, {
      ...aBin({ id, fixedExpiresAt }),
      key: 1,
      captureCount: 0,
      byteCount: 0,
      lastSeq: 0,
      require: null,
      lastCaptureAt: null,
      secretsVersion: 0,
    })
  }
  return { cache, asked, clock, put, bins }
}

test('queries a bin once a second, however many requests arrive', async () => {
  const { cache, asked, clock, put } = openCache()
  put('abc')
  await Promise.all([cache.find('abc'), cache.find('abc')])
  clock.now = 999
  expect((await cache.find('abc'))?.id).toBe('abc')
  expect(asked).toEqual(['abc'])
  clock.now = 1_000
  await cache.find('abc')
  expect(asked).toEqual(['abc', 'abc'])
})

test('does not cache that a bin is unknown, because another process may be creating it', async () => {
  const { cache, put } = openCache()
  expect(await cache.find('abc')).toBeNull()
  put('abc')
  expect((await cache.find('abc'))?.id).toBe('abc')
})

test('forgets one bin, or all', async () => {
  const { cache, put, bins } = openCache()
  put('abc')
  put('def')
  await Promise.all([cache.find('abc'), cache.find('def')])
  bins.clear()
  cache.forget('abc')
  expect(await cache.find('abc')).toBeNull()
  expect((await cache.find('def'))?.id).toBe('def')
  cache.forgetAll()
  expect(await cache.find('def')).toBeNull()
})

test('an expired bin is unknown', async () => {
  const { cache, clock, put } = openCache()
  put('abc', 500)
  expect((await cache.find('abc'))?.id).toBe('abc')
  clock.now = 1_500
  expect(await cache.find('abc')).toBeNull()
})

test('a bin that expires while cached is unknown at once, unless a capture has prolonged it', async () => {
  const { cache, clock, put } = openCache()
  put('gone', 500)
  put('prolonged', 500)
  await Promise.all([cache.find('gone'), cache.find('prolonged')])
  put('prolonged', 900)
  clock.now = 500
  expect(await cache.find('gone')).toBeNull()
  expect((await cache.find('prolonged'))?.fixedExpiresAt).toBe(900)
})

test.each(['', 'UPPER', 'a'.repeat(64), 'nul\u0000', '../etc', 'grün', '%61'])(
  'makes no query for %j, which cannot be a bin id',
  async (id) => {
    const { cache, asked } = openCache()
    expect(await cache.find(id)).toBeNull()
    expect(asked).toEqual([])
  },
)

test('queries again after a failure', async () => {
  const { cache, clock, put } = openCache()
  put('abc')
  clock.failing = true
  await expect(cache.find('abc')).rejects.toThrow('away')
  clock.failing = false
  expect((await cache.find('abc'))?.id).toBe('abc')
})
