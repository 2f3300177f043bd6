import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { CaptureRefusal } from '#lib/core/refusal'
import { openRedis } from './create-limits'
import type { CountedRefusal, Refusals } from './limits'
import { createRecentRefusals, nearRefusals } from './recent-refusals'
import { createSharedRefusals } from './shared-refusals'

const KEPT_SECONDS = 7 * 24 * 3600
const BINS_MAX = 10_000
const FLUSH_MS = 1_000

type Tally = Map<CaptureRefusal, { count: number; lastAt: number }>

/** Counts in memory. With Redis, the counts are written there once a second, so that a flood of refusals does not flood Redis with commands. */
export function createRefusals(
  redisUrl: string | null,
  log: Pick<Logger, 'warn'>,
  now: () => number,
  keyPrefix = 'creel:refused',
): Refusals {
  const kept = createTallies(now)
  const recent = createRecentRefusals()
  if (redisUrl === null) {
    return {
      count: kept.count,
      of: async (binKey) => toList(kept.of(binKey)),
      refused: (request, sender) => void recent.add(request, sender),
      near: async (binId, since) => nearRefusals(recent.all(), binId, since),
      close: async () => {},
    }
  }

  const redis = openRedis(redisUrl, log)
  const pending = createTallies(now)
  const shared = createSharedRefusals(redis, `${keyPrefix}:last`)
  const keyOf = (binKey: number) => `${keyPrefix}:${binKey}`
  async function flush(): Promise<void> {
    const batch = pending.takeAll()
    if (batch.length === 0) return
    await write(redis, keyOf, batch).catch(() => pending.putBack(batch)) // `openRedis` logs the failure
  }
  const timer = setInterval(flush, FLUSH_MS).unref()
  return {
    count(binKey, reason) {
      kept.count(binKey, reason)
      pending.count(binKey, reason)
    },
    async of(binKey) {
      try {
        await flush()
        return toList(readTally(await redis.hgetall(keyOf(binKey))))
      } catch {
        return toList(kept.of(binKey))
      }
    },
    refused(request, sender) {
      if (recent.add(request, sender)) shared.add(request)
    },
    async near(binId, since) {
      const all = (await shared.all()) ?? recent.all()
      return nearRefusals(all, binId, since)
    },
    async close() {
      clearInterval(timer)
      await flush()
      await shared.flush()
      redis.disconnect()
    },
  }
}

/** Tallies of the bins with recent refusals. The one whose last refusal is the oldest is forgotten first. */
function createTallies(now: () => number) {
  let bins = new Map<number, Tally>()
  function add(binKey: number, reason: CaptureRefusal, { count, lastAt }: { count: number; lastAt: number }): void {
    const tally: Tally = bins.get(binKey) ?? new Map()
    const before = tally.get(reason)
    tally.set(reason, { count: (before?.count ?? 0) + count, lastAt: Math.max(before?.lastAt ?? 0, lastAt) })
    bins.delete(binKey)
    bins.set(binKey, tally)
    if (bins.size > BINS_MAX) bins.delete(bins.keys().next().value!)
  }
  return {
    count: (binKey: number, reason: CaptureRefusal): void => add(binKey, reason, { count: 1, lastAt: now() }),
    of(binKey: number): Tally {
      const since = now() - KEPT_SECONDS * 1000
      return new Map([...(bins.get(binKey) ?? [])].filter(([, { lastAt }]) => lastAt > since))
    },
    takeAll(): [number, Tally][] {
      const all = [...bins]
      bins = new Map()
      return all
    },
    putBack(batch: [number, Tally][]): void {
      for (const [binKey, tally] of batch) for (const [reason, counted] of tally) add(binKey, reason, counted)
    },
  }
}

async function write(redis: Redis, keyOf: (binKey: number) => string, batch: [number, Tally][]): Promise<void> {
  const commands = redis.pipeline()
  for (const [binKey, tally] of batch) {
    for (const [reason, { count, lastAt }] of tally) {
      commands.hincrby(keyOf(binKey), `${reason}:count`, count)
      commands.hset(keyOf(binKey), `${reason}:at`, lastAt)
    }
    commands.expire(keyOf(binKey), KEPT_SECONDS)
  }
  const results = (await commands.exec()) ?? []
  for (const [error] of results) if (error) throw error
}

function readTally(fields: Record<string, string>): Tally {
  const tally: Tally = new Map()
  for (const [field, value] of Object.entries(fields)) {
    const [reason, kind] = field.split(':') as [CaptureRefusal, string]
    if (kind === 'count') tally.set(reason, { count: Number(value), lastAt: Number(fields[`${reason}:at`]) })
  }
  return tally
}

function toList(tally: Tally): CountedRefusal[] {
  return [...tally].map(([reason, counted]) => ({ reason, ...counted })).sort((a, b) => b.count - a.count)
}
