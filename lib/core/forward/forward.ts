import type { ForwardPath } from '../forward-url'
import type { HeaderChange } from '../headers'

/** `strict`: captures are forwarded one at a time, in seq order. */
export const FORWARD_ORDERS = ['none', 'strict'] as const
export type ForwardOrder = (typeof FORWARD_ORDERS)[number]

/** `open`: the circuit is open because the target fails. Nothing is sent before `nextAttemptAt`. */
export const FORWARD_STATES = ['running', 'paused', 'open'] as const
export type ForwardState = (typeof FORWARD_STATES)[number]

/** Durations are written as `500ms`, `30s`, `10m`, `1h` or `2d`. The last step of the schedule repeats. A `jitter` of 0.2 is ±20 %. */
export type RetryPolicy = { schedule: readonly string[]; jitter: number; giveUpAfter: string }

/** Each attempt is signed again with a secret of the bin. */
export type ForwardSign = { secretId: string }

/** The settings that a caller chooses. */
export type ForwardSettings = {
  name: string
  url: string
  /** A filter; null: every capture. */
  q: string | null
  path: ForwardPath
  headerChanges: readonly HeaderChange[]
  sign: ForwardSign | null
  order: ForwardOrder
  concurrency: number
  /** For example `10/1s`, at most 10 a second. null: no limit. */
  rate: string | null
  retry: RetryPolicy
  enabled: boolean
}

/** Sends each capture that matches to a URL, with retries. */
export type Forward = ForwardSettings & {
  id: string
  createdAt: string
  state: ForwardState
  /** Captures that it has not reached yet. */
  lag: number
  /** Captures that were tried and wait for their next attempt. */
  pending: number
  dead: number
  oldestPendingAt: string | null
  nextAttemptAt: string | null
  lastError: string | null
}

/** If a 410 paused the forward, `lastError` ends with this text until somebody resumes the forward. */
export const PAUSED_BY_TARGET = 'The forward is paused: that status means that the target no longer exists.'

export const RETRY_DEFAULT: RetryPolicy = {
  schedule: ['1s', '5s', '30s', '2m', '10m', '30m', '1h'],
  jitter: 0.2,
  giveUpAfter: '24h',
}
