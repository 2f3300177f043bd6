import { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Config } from '#lib/config'
import type { Rate } from '#lib/config-values'
import { LIMITS } from '#lib/core/limits'
import { createConcurrencyLimit } from './concurrency-limit'
import { createFairPool } from './fair-pool'
import type { Limits, RateName, RateVerdict } from './limits'
import { createTurns } from './turns'

type LimitConfig = Pick<
  Config,
  | 'redisUrl'
  | 'limitBinsPerAddress'
  | 'limitCapturesPerBin'
  | 'limitCapturesPerAddress'
  | 'limitKeysPerOwner'
  | 'limitAbortedPerBin'
  | 'limitResendsPerKey'
  | 'limitDeliveriesPerOwner'
  | 'limitWritesPerKey'
  | 'limitStreamsPerAddress'
  | 'limitDelayedReplies'
>

/** Rates are counted in Redis if one is configured and reachable, else in memory. `keyPrefix` separates installations that share a Redis. */
export function createLimits(config: LimitConfig, log: Pick<Logger, 'warn'>, keyPrefix = 'creel:limit'): Limits {
  const rates: Record<RateName, Rate | null> = {
    bins: config.limitBinsPerAddress,
    'captures-per-bin': config.limitCapturesPerBin,
    'captures-per-address': config.limitCapturesPerAddress,
    keys: config.limitKeysPerOwner,
    'aborted-captures': config.limitAbortedPerBin,
    resends: config.limitResendsPerKey,
    deliveries: config.limitDeliveriesPerOwner,
    writes: config.limitWritesPerKey,
  }
  const names = (Object.keys(rates) as RateName[]).filter((name) => rates[name] !== null)
  const redis = config.redisUrl === null || names.length === 0 ? null : openRedis(config.redisUrl, log)
  const limiters = new Map<RateName, RateLimiterAbstract>(
    names.map((name) => [name, createLimiter(rates[name]!, redis, `${keyPrefix}:${name}`)]),
  )

  return {
    isLimited: (name) => limiters.has(name),
    async take(name, subject) {
      const limiter = limiters.get(name)
      return limiter ? verdict(name, rates[name]!, await consume(limiter, subject)) : null
    },
    streams: createConcurrencyLimit(config.limitStreamsPerAddress),
    imports: createConcurrencyLimit(LIMITS.importsPerAddressMax),
    waits: {
      byAddress: createConcurrencyLimit(LIMITS.waitsPerAddressMax),
      byOwner: createConcurrencyLimit(LIMITS.waitsPerOwnerMax),
      all: createConcurrencyLimit(LIMITS.waitsMax),
    },
    delayedReplies: createFairPool({ max: config.limitDelayedReplies ?? Number.POSITIVE_INFINITY }),
    turns: createTurns(),
    exports: createConcurrencyLimit(LIMITS.exportsPerAddressMax),
    close: async () => redis?.disconnect(),
  }
}

/** A connection whose commands fail at once while Redis is unreachable. Its callers then count in memory. */
export function openRedis(url: string, log: Pick<Logger, 'warn'>): Redis {
  const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0, connectTimeout: 2_000, commandTimeout: 500 })
  let reported = false
  redis.on('ready', () => {
    reported = false
  })
  redis.on('error', (error) => {
    if (!reported) log.warn({ err: error }, 'Redis is unreachable: limits are counted in this process only')
    reported = true
  })
  return redis
}

function createLimiter({ count, windowSeconds }: Rate, redis: Redis | null, keyPrefix: string): RateLimiterAbstract {
  const options = { points: count, duration: windowSeconds, keyPrefix }
  const memory = new RateLimiterMemory(options)
  if (!redis) return memory
  // `inMemoryBlockOnConsumed` refuses a subject that has nothing left without another query to Redis.
  return new RateLimiterRedis({
    ...options,
    storeClient: redis,
    insuranceLimiter: memory,
    inMemoryBlockOnConsumed: count + 1,
    rejectIfRedisNotReady: true,
  })
}

/** The library rejects with the result if nothing is left. */
async function consume(limiter: RateLimiterAbstract, subject: string): Promise<{ allowed: boolean; result: RateLimiterRes }> {
  try {
    return { allowed: true, result: await limiter.consume(subject) }
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    return { allowed: false, result: refusal }
  }
}

function verdict(
  name: RateName,
  { count, windowSeconds }: Rate,
  { allowed, result }: Awaited<ReturnType<typeof consume>>,
): RateVerdict {
  const { remainingPoints, msBeforeNext } = result
  const resetSeconds = Math.max(1, Math.ceil(msBeforeNext / 1000))
  return { name, allowed, count, windowSeconds, remaining: allowed ? remainingPoints : 0, resetSeconds }
}
