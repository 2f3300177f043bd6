import type { Redis } from 'ioredis'
import { z } from 'zod'
import { ERRORS, type ErrorCode } from '#lib/core/errors'
import type { RefusedRequest } from './limits'

const KEPT_SECONDS = 3600
const KEPT_MAX = 2_000
/** How long refusals are collected before they are sent, so that a flood of them does not flood Redis with commands. */
const FLUSH_MS = 100
/** Concurrent callers share one read. */
const FRESH_MS = 250
const PENDING_MAX = 200

const refusedRequest = z.object({
  binId: z.string(),
  status: z.int(),
  reason: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
  captureId: z.string().nullable(),
  at: z.number(),
})

/** The last refused requests of all processes, as a list in Redis. */
export type SharedRefusals = {
  add(request: RefusedRequest): void
  /** null while Redis is unreachable. */
  all(): Promise<RefusedRequest[] | null>
  flush(): Promise<void>
}

export function createSharedRefusals(redis: Redis, key: string): SharedRefusals {
  let pending: RefusedRequest[] = []
  let timer: NodeJS.Timeout | null = null
  let read: { at: number; all: Promise<RefusedRequest[] | null> } | null = null

  async function flush(): Promise<void> {
    if (timer) clearTimeout(timer)
    timer = null
    const batch = pending
    pending = []
    if (batch.length === 0) return
    const lines = batch.map((request) => JSON.stringify(request))
    await redis
      .pipeline()
      .lpush(key, ...lines)
      .ltrim(key, 0, KEPT_MAX - 1)
      .expire(key, KEPT_SECONDS)
      .exec()
      .catch(() => {}) // `openRedis` logs the failure, and this process keeps its own refusals in memory
  }

  async function readAll(): Promise<RefusedRequest[] | null> {
    await flush()
    try {
      return (await redis.lrange(key, 0, -1)).flatMap(readLine)
    } catch {
      return null
    }
  }

  return {
    add(request) {
      pending.push(request)
      if (pending.length > PENDING_MAX) pending.shift()
      timer ??= setTimeout(flush, FLUSH_MS).unref()
    },
    all() {
      const at = performance.now()
      if (!read || at - read.at > FRESH_MS) read = { at, all: readAll() }
      return read.all
    },
    flush,
  }
}

/** Skips lines that cannot be parsed, because another release may have written them. */
function readLine(line: string): RefusedRequest[] {
  try {
    const { success, data } = refusedRequest.safeParse(JSON.parse(line))
    return success ? [data] : []
  } catch {
    return []
  }
}
