import type { RetryPolicy } from './forward'

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** Milliseconds of a duration such as `1.5s`, or null if `text` is not a duration. */
export function durationMs(text: string): number | null {
  const [, amount, unit] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)$/.exec(text) ?? []
  return amount === undefined ? null : Math.round(Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS])
}

/** `10/1s`: at most 10 in each second. */
export type ForwardRate = { count: number; windowMs: number }

/** null if `text` is not a rate. */
export function readForwardRate(text: string): ForwardRate | null {
  const [, count, amount = '1', unit] = /^([1-9]\d{0,5})\/(\d{1,4})?(s|m|h)$/.exec(text) ?? []
  const windowMs = count === undefined ? 0 : Number(amount) * UNIT_MS[unit as 's' | 'm' | 'h']
  return windowMs === 0 ? null : { count: Number(count), windowMs }
}

/** `pause`: the target is gone for good (410), so all captures wait until somebody resumes the forward. */
export type Verdict = 'done' | 'retry' | 'dead' | 'pause'

const RETRIED: ReadonlySet<number> = new Set([408, 425, 429])

/**
 * `status`: null if no response came. The head of the response decides: a target that answered 200 has accepted the capture, even if the rest
 * of its response was cut off.
 */
export function judgeAnswer(status: number | null): Verdict {
  if (status === null || status >= 500 || RETRIED.has(status)) return 'retry'
  if (status === 410) return 'pause'
  return status >= 200 && status < 300 ? 'done' : 'dead'
}

const RETRY_AFTER_MS_MAX = 3_600_000

/** Milliseconds to wait according to `retry-after` (seconds or an HTTP date), at most an hour; null if it cannot be parsed. */
export function retryAfterMs(value: string | null, now: number): number | null {
  const text = value?.trim() ?? ''
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : httpDate(text) - now
  return Number.isNaN(ms) ? null : Math.min(Math.max(0, ms), RETRY_AFTER_MS_MAX)
}

/** `Date.parse` alone would accept `-5` as a date. */
function httpDate(text: string): number {
  return /^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}/.test(text) ? Date.parse(text) : Number.NaN
}

/** Milliseconds to wait after this many attempts (1, 2, …). `random`: 0..1. */
export function retryDelayMs({ schedule, jitter }: RetryPolicy, attempts: number, random: number): number {
  const step = durationMs(schedule[Math.min(attempts, schedule.length) - 1]!)!
  return Math.round(step * (1 + jitter * (2 * random - 1)))
}

/** Whether a capture that failed at `now` is given up. */
export function isGivenUp({ giveUpAfter }: RetryPolicy, firstAt: number, now: number): boolean {
  return now - firstAt >= durationMs(giveUpAfter)!
}

/** Failures in a row after which a target counts as down. */
export const CIRCUIT_OPENS_AFTER = 10
const CIRCUIT_MS = { first: 2_000, max: 60_000 }

/** Milliseconds for which the circuit stays open after this many failures in a row; null: it is closed. `random`: 0..1. */
export function circuitMs(failures: number, random: number): number | null {
  const times = failures - CIRCUIT_OPENS_AFTER
  if (times < 0) return null
  return Math.round(Math.min(CIRCUIT_MS.max, CIRCUIT_MS.first * 2 ** times) * (0.9 + 0.2 * random))
}
