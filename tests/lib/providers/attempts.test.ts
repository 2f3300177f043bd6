import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Capture } from '#lib/core/capture'
import { deliveryKey } from '#lib/providers/delivery-key'
import { groupAttempts } from '#lib/providers/group-attempts'
import { aCapture } from '../exporters/captures'

let seq = 0
function attempt(headers: Capture['headers'], body: string, second = 0): Capture {
  seq++
  return aCapture({
    seq,
    id: `cap_t_${seq}`,
    headers,
    body,
    bodySha256: createHash('sha256').update(body).digest('hex'),
    receivedAt: `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`,
  })
}

test.each<[string, Capture['headers'], string, string]>([
  [
    'GitHub',
    [
      ['X-GitHub-Event', 'push'],
      ['X-GitHub-Delivery', 'd1'],
    ],
    '{}',
    'github:d1',
  ],
  [
    'Standard Webhooks',
    [
      ['webhook-id', 'msg_1'],
      ['webhook-timestamp', '1'],
    ],
    '{}',
    'standard-webhooks:msg_1',
  ],
  ['Stripe, whose id is in the body', [['Stripe-Signature', 't=1']], '{"id":"evt_1","type":"x"}', 'stripe:evt_1'],
  ['a sender that is not known', [['Idempotency-Key', 'k']], 'x', 'idempotency-key:k'],
])('the id of %s tells its attempts from others', (_, headers, body, key) => {
  expect(deliveryKey(attempt(headers, body))).toEqual({ key, by: 'id' })
})

test('without an id the same bytes at the same place count, and an empty body never does', () => {
  const key = deliveryKey(attempt([], 'same'))
  expect(key).toMatchObject({ by: 'bytes' })
  expect(deliveryKey(attempt([['X-Other', '1']], 'same'))).toEqual(key)
  expect(deliveryKey(attempt([], 'other'))).not.toEqual(key)
  expect(deliveryKey({ ...attempt([], 'same'), url: '/in/b1/elsewhere' })).not.toEqual(key)
  expect(deliveryKey(attempt([], ''))).toBeNull()
  expect(deliveryKey({ ...attempt([], 'cut'), truncated: true })).toBeNull()
})

test('groups attempts in order of arrival, with intervals, and sees other bytes under the same id', () => {
  const id: Capture['headers'] = [
    ['X-GitHub-Event', 'push'],
    ['X-GitHub-Delivery', 'd9'],
  ]
  const captures = [attempt(id, 'a', 0), attempt([], 'alone', 1), attempt(id, 'a', 5), attempt(id, 'b', 35)]
  const groups = groupAttempts(captures.toReversed())
  expect(groups).toHaveLength(1)
  expect(groups[0]).toMatchObject({ key: 'github:d9', by: 'id' })
  expect(groups[0]!.attempts.map(({ intervalMs, sameBytes }) => [intervalMs, sameBytes])).toEqual([
    [null, true],
    [5000, true],
    [30_000, false],
  ])
})
