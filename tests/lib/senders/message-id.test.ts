import { expect, test } from 'vitest'
import { messageIdOf } from '#lib/senders/message-id'
import { headerIndex, recognise } from '#lib/senders/recognise'

test.each<[string, [string, string][], string | null]>([
  [
    'GitHub',
    [
      ['X-GitHub-Event', 'push'],
      ['X-GitHub-Delivery', 'd1'],
    ],
    'd1',
  ],
  [
    'Standard Webhooks',
    [
      ['webhook-id', 'msg_1'],
      ['webhook-timestamp', '1'],
    ],
    'msg_1',
  ],
  [
    'Amazon SNS',
    [
      ['x-amz-sns-message-type', 'Notification'],
      ['x-amz-sns-topic-arn', 'arn:x'],
      ['x-amz-sns-message-id', 'm1'],
    ],
    'm1',
  ],
  ['Stripe, whose id is in the body', [['Stripe-Signature', 't=1']], null],
  ['a sender that is not known', [['Idempotency-Key', ' k ']], 'k'],
  ['a sender that says none', [['X-Request-Id', 'new-each-time']], null],
  ['an empty id', [['Idempotency-Key', ' ']], null],
])('by the headers of %s', (_, headers, id) => {
  const header = headerIndex(headers)
  expect(messageIdOf(recognise({ method: 'POST', query: null, header, body: null }), header)).toBe(id)
})

test('truncates an id as long as a header can be', () => {
  const header = headerIndex([['Idempotency-Key', 'k'.repeat(60_000)]])
  expect(messageIdOf(null, header)).toHaveLength(200)
})
