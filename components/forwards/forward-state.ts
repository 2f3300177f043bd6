import type { Forward } from '#lib/core/forward/forward'
import { formatAge, formatCount } from '../ui/format'
import { isPausedByTarget, isRetrying } from './forward-trouble'

/** The state of a forward in words: `Running: nothing is waiting.` */
export type ForwardStatus = { tone: 'ok' | 'warn' | 'danger' | 'quiet'; state: string; text: string }

/** `now`: milliseconds since 1970. `on`: whether forwards are enabled on this server. */
export function forwardStatus(forward: Forward, now: number, on: boolean): ForwardStatus {
  const { state, lastError } = forward
  if (!on)
    return { tone: 'quiet', state: 'Off', text: join('Forwards are turned off on this server.', waitingText(forward, now)) }
  if (state === 'paused') {
    const byTarget = isPausedByTarget(forward)
    const why = byTarget ? lastError : errorText(lastError)
    return { tone: byTarget ? 'danger' : 'quiet', state: 'Paused', text: join(waitingText(forward, now), why) }
  }
  if (state === 'open') {
    const text = join(nextText(forward, now), waitingText(forward, now), errorText(lastError))
    return { tone: 'danger', state: 'Target failing', text }
  }
  const retrying = isRetrying(forward)
  const text = join(waitingText(forward, now), retrying ? nextText(forward, now) : '', errorText(lastError))
  return { tone: retrying || forward.dead > 0 ? 'warn' : 'ok', state: 'Running', text }
}

/** `3 waiting, the oldest for 12 s.` */
function waitingText({ lag, pending, q, state, oldestPendingAt }: Forward, now: number): string {
  const count = lag + pending
  if (count === 0) return 'Nothing is waiting.'
  // Only a running forward has found out which captures its filter skips.
  const atMost = q !== null && state === 'paused' && lag > 0 ? 'Up to ' : ''
  const age = oldestPendingAt === null ? 'now' : formatAge(now - Date.parse(oldestPendingAt))
  return `${atMost}${formatCount(count)} waiting${age === 'now' ? '' : `, the oldest for ${age}`}.`
}

function nextText({ nextAttemptAt }: Forward, now: number): string {
  if (nextAttemptAt === null) return 'Trying again with the next request.'
  const seconds = Math.ceil((Date.parse(nextAttemptAt) - now) / 1000)
  return seconds <= 0 ? 'Trying again now.' : `Trying again in ${formatAge(seconds * 1000)}.`
}

/** How the time of the next attempt is chosen; null if none is expected. */
export function backOffText(forward: Forward): string | null {
  const { schedule, jitter, giveUpAfter } = forward.retry
  if (forward.state === 'open')
    return 'The target failed ten times in a row, or asked for a pause with retry-after. After the pause, one request is tried. Each failure doubles the pause, from 2 s up to 1 min.'
  if (!isRetrying(forward)) return null
  const random = jitter > 0 ? `, each up to ${formatCount(Math.round(jitter * 100))} % shorter or longer at random` : ''
  const last = schedule.length > 1 ? ' (the last one repeats)' : ''
  return `Back-off: pauses of ${schedule.join(', ')}${last}${random}, or as long as a retry-after says. A request that still fails ${giveUpAfter} after its first try is no longer retried.`
}

const errorText = (lastError: string | null) => (lastError === null ? '' : `Last error: ${lastError}`)

function join(...sentences: readonly (string | null)[]): string {
  const text = sentences.filter(Boolean).join(' ')
  return text.charAt(0).toLowerCase() + text.slice(1) // it follows a colon
}
