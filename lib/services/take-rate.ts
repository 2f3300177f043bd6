import { AppError } from '#lib/core/errors'
import { rateLimitHeaders } from '#lib/core/rate-limit-headers'
import type { RateName } from '#lib/limits/limits'
import type { Runtime } from '#lib/runtime'

/** A rate limit that callers are told about when they exceed it. */
export type CallRate = Exclude<RateName, 'aborted-captures'>

const LIMIT_MESSAGES: Record<CallRate, string> = {
  bins: 'Too many bins were created from this address.',
  'captures-per-bin': 'This bin accepts no more requests for now.',
  'captures-per-address': 'No more requests are accepted from this address for now.',
  keys: 'Too many access keys were created.',
  resends: 'Too many resends with your access keys.',
  deliveries: 'Too many deliveries and cursors were stored with your access keys.',
  writes: 'Too many changes with your access keys, or from this address without one.',
}

/**
 * Consumes one token of this subject and returns the RateLimit headers; none if there is no limit.
 * @throws `too_many_requests`, with `retry-after` and the same headers
 */
export async function takeRate(rt: Runtime, name: CallRate, subject: string): Promise<Record<string, string>> {
  const verdict = await rt.limits.take(name, subject)
  if (!verdict) return {}
  const headers = rateLimitHeaders(verdict)
  if (verdict.allowed) return headers
  const retryAfter = String(verdict.resetSeconds)
  throw new AppError(
    'too_many_requests',
    `${LIMIT_MESSAGES[name]} The limit is ${verdict.count} in ${verdict.windowSeconds} s; try again in ${retryAfter} s.`,
    { headers: { ...headers, 'retry-after': retryAfter } },
  )
}
