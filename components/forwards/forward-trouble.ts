import { type Forward, PAUSED_BY_TARGET } from '#lib/core/forward/forward'
import { formatCount } from '../ui/format'

/** A forward in strict order has no circuit: while its target fails, the first capture waits and is retried. */
export function isRetrying({ state, pending, lastError }: Forward): boolean {
  return state === 'running' && pending > 0 && lastError !== null
}

export function isPausedByTarget({ state, lastError }: Forward): boolean {
  return state === 'paused' && lastError !== null && lastError.endsWith(PAUSED_BY_TARGET)
}

/** Its target fails, or asked it to stop. */
export function isFailing(forward: Forward): boolean {
  return forward.state === 'open' || isRetrying(forward) || isPausedByTarget(forward)
}

/** What a forward gave up on. The API calls these captures `dead`. */
export function undeliveredText(dead: number): string {
  return `${formatCount(dead)} not delivered`
}
