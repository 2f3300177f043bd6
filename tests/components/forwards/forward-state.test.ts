import { expect, test } from 'vitest'
import { type Forward, PAUSED_BY_TARGET } from '#lib/core/forward/forward'
import { backOffText, forwardStatus } from '@/components/forwards/forward-state'
import { isFailing } from '@/components/forwards/forward-trouble'
import { aForward } from '../fixtures'

const NOW = Date.parse('2026-11-24T12:00:00.000Z')
const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString()
const REFUSED = '10.0.0.1:80 refused the connection: nothing listens there.'

const says = (part: Partial<Forward>, on = true) => {
  const { tone, state, text } = forwardStatus(aForward(part), NOW, on)
  return `${tone} | ${state}: ${text}`
}

test.each<[string, Partial<Forward>, string]>([
  ['all is delivered', {}, 'ok | Running: nothing is waiting.'],
  ['it catches up', { lag: 3, oldestPendingAt: at(-12) }, 'ok | Running: 3 waiting, the oldest for 12 s.'],
  [
    'one is tried again',
    { pending: 1, oldestPendingAt: at(-2), nextAttemptAt: at(3.2), lastError: REFUSED },
    `warn | Running: 1 waiting, the oldest for 2 s. Trying again in 4 s. Last error: ${REFUSED}`,
  ],
  [
    'the last one died',
    { dead: 1, lastError: 'It responded with 400. This is not retried.' },
    'warn | Running: nothing is waiting. Last error: It responded with 400. This is not retried.',
  ],
  [
    'its target fails',
    { state: 'open', pending: 2, lag: 1, oldestPendingAt: at(-120), nextAttemptAt: at(40), lastError: REFUSED },
    `danger | Target failing: trying again in 40 s. 3 waiting, the oldest for 2 min. Last error: ${REFUSED}`,
  ],
  [
    'the time of the next attempt has passed',
    { state: 'open', pending: 1, oldestPendingAt: at(0), nextAttemptAt: at(-1), lastError: REFUSED },
    `danger | Target failing: trying again now. 1 waiting. Last error: ${REFUSED}`,
  ],
  [
    'its target fails and nothing waits',
    { state: 'open', lastError: REFUSED },
    `danger | Target failing: trying again with the next request. Nothing is waiting. Last error: ${REFUSED}`,
  ],
  [
    'somebody paused it',
    { state: 'paused', enabled: false, lag: 2, oldestPendingAt: at(-60) },
    'quiet | Paused: 2 waiting, the oldest for 1 min.',
  ],
  [
    'a paused one has not filtered yet',
    { state: 'paused', enabled: false, q: 'event:x', lag: 2, oldestPendingAt: at(-60) },
    'quiet | Paused: up to 2 waiting, the oldest for 1 min.',
  ],
  [
    'a 410 paused it',
    { state: 'paused', enabled: false, pending: 1, oldestPendingAt: at(-5), lastError: `It answered 410. ${PAUSED_BY_TARGET}` },
    `danger | Paused: 1 waiting, the oldest for 5 s. It answered 410. ${PAUSED_BY_TARGET}`,
  ],
])('describes a forward when %s', (_, part, sentence) => expect(says(part)).toBe(sentence))

test('says that forwards are off on this server', () => {
  expect(says({ lag: 1, oldestPendingAt: at(-9) }, false)).toBe(
    'quiet | Off: forwards are turned off on this server. 1 waiting, the oldest for 9 s.',
  )
})

test.each<[boolean, Partial<Forward>]>([
  [false, {}],
  [false, { lag: 9 }],
  [false, { dead: 1, lastError: 'It answered 400.' }],
  [false, { state: 'paused', enabled: false, pending: 1, lastError: REFUSED }],
  [true, { state: 'paused', enabled: false, lastError: `It answered 410. ${PAUSED_BY_TARGET}` }],
  [true, { state: 'open' }],
  [true, { order: 'strict', pending: 1, lastError: REFUSED }],
])('distinguishes a failing target from a pause and from single failures: %s for %o', (failing, part) => {
  expect(isFailing(aForward(part))).toBe(failing)
})

test('explains the back-off only while another attempt is expected', () => {
  const waiting = aForward({ pending: 1, lastError: REFUSED, retry: { schedule: ['1s', '1m'], jitter: 0.2, giveUpAfter: '2h' } })
  expect(backOffText(waiting)).toBe(
    'Back-off: pauses of 1s, 1m (the last one repeats), each up to 20 % shorter or longer at random, or as long as a retry-after says. A request that still fails 2h after its first try is no longer retried.',
  )
  expect(backOffText({ ...waiting, retry: { schedule: ['1s'], jitter: 0, giveUpAfter: '2h' } })).toMatch(
    /^Back-off: pauses of 1s, or/,
  )
  expect(backOffText(aForward({ state: 'open' }))).toContain('from 2 s up to 1 min')
  expect(backOffText(aForward({ lag: 3 }))).toBeNull()
})
