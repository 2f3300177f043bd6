import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { readConfig } from '#lib/config'
import { createLimits } from '#lib/limits/create-limits'
import { createRefusals } from '#lib/limits/create-refusals'
import type { Limits } from '#lib/limits/limits'
import { redisUrl } from '../../services'

const REDIS = redisUrl ?? 'redis://unused'
const testShared = test.skipIf(redisUrl === null)
const NOBODY = 'redis://127.0.0.1:9' // the discard port: nothing listens

const warnings: string[] = []
const log = { warn: (_fields: unknown, message: string) => void warnings.push(message) } as never
const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})

function open(env: Record<string, string>, prefix = randomUUID()): Limits {
  const limits = createLimits(readConfig(env), log, `test:${prefix}`)
  opened.push(limits)
  return limits
}

async function takeMany(limits: Limits, count: number): Promise<boolean[]> {
  const allowed: boolean[] = []
  for (let i = 0; i < count; i++) allowed.push((await limits.take('captures-per-bin', 'bin'))!.allowed)
  return allowed
}

const COUNTERS: [string, Record<string, string>][] = [
  ['in memory', {}],
  ['in memory where Redis is away', { REDIS_URL: NOBODY }],
  ...(redisUrl ? [['in Redis', { REDIS_URL: redisUrl }] as [string, Record<string, string>]] : []),
]

describe.each(COUNTERS)('counted %s', (_name, env) => {
  test('allows the limit per window, for each subject separately', async () => {
    const limits = open({ ...env, CREEL_LIMIT_CAPTURES_PER_BIN: '3/1h' })
    expect(await takeMany(limits, 5)).toEqual([true, true, true, false, false])
    expect(await limits.take('captures-per-bin', 'another')).toMatchObject({
      allowed: true,
      remaining: 2,
      count: 3,
      windowSeconds: 3600,
    })
    const refused = await limits.take('captures-per-bin', 'bin')
    expect(refused).toMatchObject({ allowed: false, remaining: 0 })
    expect(refused!.resetSeconds).toBeGreaterThan(3590)
    expect(refused!.resetSeconds).toBeLessThanOrEqual(3600)
  })

  test('allows again once the window is over', async () => {
    const limits = open({ ...env, CREEL_LIMIT_CAPTURES_PER_BIN: '1/1s' })
    expect(await takeMany(limits, 2)).toEqual([true, false])
    await expect.poll(async () => (await limits.take('captures-per-bin', 'bin'))!.allowed, { timeout: 3_000 }).toBe(true)
  })
})

test('counts nothing for a limit that is off', async () => {
  const limits = open({ CREEL_LIMIT_BINS: 'off' })
  expect([limits.isLimited('bins'), await limits.take('bins', 'a')]).toEqual([false, null])
  expect(limits.isLimited('resends')).toBe(true)
})

testShared('processes that share a Redis count together', async () => {
  const prefix = randomUUID()
  const env = { REDIS_URL: REDIS, CREEL_LIMIT_CAPTURES_PER_BIN: '4/1h' }
  const [one, other] = [open(env, prefix), open(env, prefix)]
  const left = async (limits: Limits, subject: string) => (await limits.take('captures-per-bin', subject))!.remaining
  await expect // both are connected
    .poll(async () => {
      const subject = randomUUID()
      return [await left(one, subject), await left(other, subject)]
    })
    .toEqual([3, 2])
  expect([...(await takeMany(one, 2)), ...(await takeMany(other, 3))]).toEqual([true, true, true, true, false])
})

describe('refusals', () => {
  function refusals(redisUrl: string | null, prefix = randomUUID(), now = Date.now) {
    const made = createRefusals(redisUrl, log, now, `test:${prefix}`)
    opened.push(made)
    return made
  }

  test.each([null, NOBODY, ...(redisUrl ? [redisUrl] : [])])(
    'are counted by bin and reason, most frequent first, with %s',
    async (redisUrl) => {
      const counted = refusals(redisUrl)
      counted.count(1, 'bytes_per_bin')
      for (let i = 0; i < 3; i++) counted.count(1, 'captures_per_bin')
      counted.count(2, 'delayed_replies')
      expect(await counted.of(1)).toEqual([
        { reason: 'captures_per_bin', count: 3, lastAt: expect.any(Number) },
        { reason: 'bytes_per_bin', count: 1, lastAt: expect.any(Number) },
      ])
      expect(await counted.of(3)).toEqual([])
    },
  )

  testShared('of one process are seen in the other', async () => {
    const prefix = randomUUID()
    const [one, other] = [refusals(REDIS, prefix), refusals(REDIS, prefix)]
    one.count(1, 'captures_per_bin')
    other.count(1, 'captures_per_bin')
    await expect.poll(async () => (await one.of(1)).concat(await other.of(1)).map(({ count }) => count)).toEqual([2, 2])
  })

  test('are forgotten after a week, and those of the oldest bin if there are too many bins', async () => {
    let at = 1_000_000_000_000
    const counted = refusals(null, randomUUID(), () => at)
    counted.count(0, 'captures_per_bin')
    at += 7 * 24 * 3600 * 1000
    expect(await counted.of(0)).toEqual([])
    for (let key = 1; key <= 10_001; key++) counted.count(key, 'captures_per_bin')
    expect([await counted.of(1), (await counted.of(2)).length]).toEqual([[], 1])
  })
})
