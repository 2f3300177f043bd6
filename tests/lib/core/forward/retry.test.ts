import { expect, test } from 'vitest'
import { RETRY_DEFAULT } from '#lib/core/forward/forward'
import {
  CIRCUIT_OPENS_AFTER,
  circuitMs,
  durationMs,
  isGivenUp,
  judgeAnswer,
  readForwardRate,
  retryAfterMs,
  retryDelayMs,
} from '#lib/core/forward/retry'

test.each([
  ['100ms', 100],
  ['1.5s', 1500],
  ['2m', 120_000],
  ['1h', 3_600_000],
  ['2d', 172_800_000],
  ['1', null],
  ['1 s', null],
  ['-1s', null],
  ['1w', null],
  ['', null],
])('reads the duration %j', (text, ms) => expect(durationMs(text)).toBe(ms))

test.each([
  ['10/1s', { count: 10, windowMs: 1000 }],
  ['600/m', { count: 600, windowMs: 60_000 }],
  ['1/2h', { count: 1, windowMs: 7_200_000 }],
  ['0/1s', null],
  ['10/0s', null],
  ['10', null],
  ['10/1d', null],
])('reads the rate %j', (text, rate) => expect(readForwardRate(text)).toEqual(rate))

test.each([
  ['done', [200, 201, 204, 299]],
  ['retry', [null, 408, 425, 429, 500, 503, 599]],
  ['pause', [410]],
  ['dead', [301, 302, 304, 307, 400, 401, 403, 404, 409, 413, 422]],
])('%s: %j', (verdict, statuses) => {
  expect(statuses.map(judgeAnswer)).toEqual(statuses.map(() => verdict))
})

test('reads retry-after as seconds or an HTTP date, at most an hour', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  const read = (text: string | null) => retryAfterMs(text, now)
  expect([read('0'), read('30'), read('86400')]).toEqual([0, 30_000, 3_600_000])
  expect(read('Thu, 01 Jan 2026 00:00:10 GMT')).toBe(10_000)
  expect(read('Wed, 31 Dec 2025 00:00:00 GMT')).toBe(0)
  expect(['', '-5', '1.5', 'soon', null].map(read)).toEqual(Array(5).fill(null))
})

test('repeats the last step of the schedule, and jitter goes both ways', () => {
  const retry = { ...RETRY_DEFAULT, schedule: ['1s', '10s'], jitter: 0.2 }
  expect([1, 2, 3, 99].map((attempts) => retryDelayMs(retry, attempts, 0.5))).toEqual([1000, 10_000, 10_000, 10_000])
  expect([retryDelayMs(retry, 1, 0), retryDelayMs(retry, 1, 1)]).toEqual([800, 1200])
})

test('gives a capture up after giveUpAfter, counted from its first attempt', () => {
  const retry = { ...RETRY_DEFAULT, giveUpAfter: '10s' }
  expect([isGivenUp(retry, 0, 9_999), isGivenUp(retry, 0, 10_000)]).toEqual([false, true])
})

test('opens the circuit after consecutive failures, each time longer, up to a minute', () => {
  expect(circuitMs(CIRCUIT_OPENS_AFTER - 1, 0.5)).toBeNull()
  expect([0, 1, 2, 50].map((more) => circuitMs(CIRCUIT_OPENS_AFTER + more, 0.5))).toEqual([2000, 4000, 8000, 60_000])
})
