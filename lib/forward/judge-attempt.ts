import { PAUSED_BY_TARGET } from '#lib/core/forward/forward'
import { isGivenUp, retryDelayMs } from '#lib/core/forward/retry'
import type { StoredForward } from '#lib/store/forward-store'
import type { FinishedAttempt } from './attempt'
import type { QueueItem } from './forward-queue'
import type { Outcome } from './outcome'
import type { TargetHealth } from './target-health'

type Context = { forward: Pick<StoredForward, 'order' | 'retry'>; health: TargetHealth; now: number; random: number }

/** Also reports to `health` how the target did. A failed probe of a target that is down does not count as an attempt. */
export function judgeAttempt(
  { seq, waited }: QueueItem,
  attempted: FinishedAttempt,
  { forward, health, now, random }: Context,
): Outcome {
  if (attempted.kind === 'gone') return { seq, delivery: null, failed: null, pause: false }
  const { verdict, why, delivery, retryAfterMs } = attempted
  const probed = health.isProbing
  if (verdict === 'retry' && delivery) health.failed(forward.order, retryAfterMs)
  else if (delivery?.status) health.succeeded()
  if (verdict === 'done') return { seq, delivery, failed: null, pause: false }
  const pause = verdict === 'pause'
  const firstAt = waited?.firstAt ?? delivery?.startedAt ?? now
  const counts = !pause && !(verdict === 'retry' && probed)
  const attempt = (waited?.attempt ?? 0) + (counts ? 1 : 0)
  const dead = verdict === 'dead' || (verdict === 'retry' && isGivenUp(forward.retry, firstAt, now))
  const waitMs = counts ? Math.max(retryDelayMs(forward.retry, attempt, random), retryAfterMs ?? 0) : 0
  const nextAt = Math.max(now + waitMs, probed && !pause ? (health.openUntil ?? 0) : 0)
  const lastError = sentence(why, { dead, pause, retried: verdict === 'retry', attempt })
  return { seq, delivery, failed: { seq, attempt, firstAt, nextAt, lastError, dead }, pause }
}

type AttemptEnd = { dead: boolean; pause: boolean; retried: boolean; attempt: number }

function sentence(why: string, { dead, pause, retried, attempt }: AttemptEnd): string {
  if (pause) return `${why} ${PAUSED_BY_TARGET}`
  if (!dead) return why
  return retried ? `${why} Given up after ${attempt} ${attempt === 1 ? 'try' : 'tries'}.` : `${why} This is not retried.`
}
