import { expect, test, vi } from 'vitest'
import { CallError } from '#lib/client/call-error'
import type { Capture } from '#lib/core/capture'
import type { Delivery } from '#lib/core/delivery'
import { planSteps, timeLeft } from '@/components/resend/sequence/plan-sequence'
import { runSequence } from '@/components/resend/sequence/run-sequence'
import {
  countSequence,
  hasFailed,
  nextSequence,
  type Pace,
  type Sequence,
  type SequencePlan,
  startedSequence,
  stepsWhere,
} from '@/components/resend/sequence/sequence'
import { type SequenceSign, secretFor } from '@/components/resend/sequence/sign-steps'
import type { ResendInput } from '@/components/resend/target'
import { type Target, typedTarget } from '@/components/resend/target'
import { aCapture, aDelivery, aSummary } from '../fixtures'

const LOCAL = typedTarget('http://127.0.0.1:8080/')
const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString()
/** Received at 0 s, 2 s, 7 s and 100 s; listed newest first. */
const captures = [100, 7, 2, 0].map((seconds, index) => aSummary(4 - index, { receivedAt: at(seconds) }))

const planOf = (part: Partial<SequencePlan> = {}): SequencePlan => ({
  steps: planSteps(captures, [LOCAL], 'oldest'),
  pace: { kind: 'fast' },
  stopOnFailure: false,
  newIds: false,
  ...part,
})

type Sent = { captureId: string; input: ResendInput; at: number }
type Read = (captureId: string) => Promise<Capture>
type Answer = (sent: Sent, count: number) => Delivery | Promise<Delivery>

/** Runs a plan on a fake clock. Each answer takes `answerMs`. */
async function run(
  plan: SequencePlan,
  { answer = () => aDelivery(), answerMs = 10, read = notRead }: { answer?: Answer; answerMs?: number; read?: Read } = {},
) {
  const stop = new AbortController()
  const sent: Sent[] = []
  const reported: Sequence[] = [startedSequence(plan)]
  let now = 0
  await runSequence(
    plan,
    [...plan.steps.keys()],
    {
      now: () => now,
      read,
      send: async (captureId, input) => {
        const one = { captureId, input, at: now }
        sent.push(one)
        now += answerMs
        return answer(one, sent.length)
      },
      sleep: async (ms) => {
        now += ms
      },
      report: (event) => {
        reported.push(nextSequence(reported.at(-1)!, event))
        onReport?.(reported.at(-1)!, stop)
      },
    },
    stop.signal,
  )
  return { sent, reported, last: reported.at(-1)! }
}
const notRead: Read = () => Promise.reject(new Error('It was read without need.'))
let onReport: ((sequence: Sequence, stop: AbortController) => void) | null = null

const seqs = (sent: readonly Sent[]) => sent.map(({ captureId }) => Number(captureId.split('_').at(-1)))

test('sends oldest first, each capture to all targets before the next one', async () => {
  const other: Target = { id: 'other', name: 'Other', url: 'http://other/', headerChanges: [['Authorization', 'Bearer t']] }
  const { sent, last } = await run(planOf({ steps: planSteps(captures, [LOCAL, other], 'oldest') }))
  expect(seqs(sent)).toEqual([1, 1, 2, 2, 3, 3, 4, 4])
  expect(sent[0]!.input).toEqual({ url: LOCAL.url })
  expect(sent[1]!.input).toEqual({ url: other.url, headerChanges: other.headerChanges })
  expect(last.state).toBe('done')
})

test('newest first reverses the order', async () => {
  expect(seqs((await run(planOf({ steps: planSteps(captures, [LOCAL], 'newest') }))).sent)).toEqual([4, 3, 2, 1])
})

test.each<[Pace, number, number[]]>([
  [{ kind: 'fast' }, 10, [0, 10, 20, 30]],
  [{ kind: 'rate', perSecond: 2 }, 10, [0, 500, 1000, 1500]],
  [{ kind: 'rate', perSecond: 2 }, 700, [0, 700, 1400, 2100]],
  [{ kind: 'gaps', maxMs: 10_000 }, 10, [0, 2000, 7000, 17_000]],
])('with pace %o and answers of %i ms, sends at %o', async (pace, answerMs, times) => {
  const { sent } = await run(planOf({ pace }), { answerMs })
  expect(sent.map((each) => each.at)).toEqual(times)
})

test('stopping during a send keeps its answer and sends nothing more', async () => {
  onReport = ({ results }, stop) => results[1]!.state === 'sending' && stop.abort()
  const { sent, last } = await run(planOf())
  onReport = null
  expect(seqs(sent)).toEqual([1, 2])
  expect(last.results.map(({ state }) => state)).toEqual(['answered', 'answered', 'waiting', 'waiting'])
  expect(last.state).toBe('stopped')
})

test('stopping between two sends sends nothing more', async () => {
  onReport = ({ pause }, stop) => pause && stop.abort()
  const { sent, last } = await run(planOf({ pace: { kind: 'rate', perSecond: 1 } }))
  onReport = null
  expect(seqs(sent)).toEqual([1])
  expect(last).toMatchObject({ state: 'stopped', pause: null })
})

test('a failure does not end the run unless requested', async () => {
  const answer: Answer = (_, count) => aDelivery({ status: count === 2 ? 500 : 200 })
  const going = await run(planOf(), { answer })
  expect(countSequence(going.last)).toMatchObject({ settled: 4, ok: 3, failed: 1, waiting: 0 })
  const ending = await run(planOf({ stopOnFailure: true }), { answer })
  expect(ending.sent).toHaveLength(2)
  expect(ending.last.state).toBe('stopped')
  expect(ending.last.why).toMatch(/first failure/)
})

test('waits as long as the retry-after of a 429 says, then retries the same one', async () => {
  const answer: Answer = (_, count) => {
    if (count === 2) throw new CallError('too_many_requests', 'Too many.', [], 12_000)
    return aDelivery()
  }
  const { sent, last, reported } = await run(planOf(), { answer })
  expect(seqs(sent)).toEqual([1, 2, 2, 3, 4])
  expect(sent[2]!.at - sent[1]!.at).toBe(12_010)
  expect(reported.some(({ pause }) => pause?.why.includes('too many'))).toBe(true)
  expect(countSequence(last)).toMatchObject({ ok: 4, failed: 0 })
})

test.each(['storage_unavailable', 'unreachable'] as const)(
  '%s counts as failed and is not retried, because it may have been sent; the third in a row ends the run',
  async (code) => {
    const trouble = new CallError(code, 'Away.', [], null)
    const once = await run(planOf(), {
      answer: (_, count) => {
        if (count === 1) throw trouble
        return aDelivery()
      },
    })
    expect(seqs(once.sent)).toEqual([1, 2, 3, 4])
    expect(once.sent[1]!.at).toBe(5010)
    expect(countSequence(once.last)).toMatchObject({ ok: 3, failed: 1 })
    const always = await run(planOf(), { answer: () => Promise.reject(trouble) })
    expect(always.sent).toHaveLength(3)
    expect(always.last.results.map(({ state }) => state)).toEqual(['failed', 'failed', 'failed', 'waiting'])
    expect(always.last.state).toBe('stopped')
  },
)

test('skips a deleted or truncated capture with the reason', async () => {
  const steps = planSteps([aSummary(1), aSummary(2, { truncated: true }), aSummary(3)], [LOCAL], 'oldest')
  const { last } = await run(planOf({ steps, stopOnFailure: true }), {
    answer: (_, count) => {
      if (count === 1) throw new CallError('capture_not_found', 'No such capture.')
      if (count === 2) throw new CallError('invalid_input', 'Not accepted.')
      return aDelivery()
    },
  })
  expect(last.results).toMatchObject([
    { state: 'skipped', why: expect.stringContaining('deleted') },
    { state: 'skipped', why: expect.stringContaining('first bytes') },
    { state: 'answered' },
  ])
  expect(last.state).toBe('done')
})

test('requests a forbidden target only once', async () => {
  const forbidden = new CallError('target_forbidden', '127.0.0.1 is a loopback address.')
  const { sent, last } = await run(planOf(), { answer: () => Promise.reject(forbidden) })
  expect(sent).toHaveLength(1)
  expect(last.results.map(({ state }) => state)).toEqual(['failed', 'skipped', 'skipped', 'skipped'])
})

test('ends at once if the bin is deleted', async () => {
  const { sent, last } = await run(planOf(), { answer: () => Promise.reject(new CallError('bin_not_found', 'No such bin.')) })
  expect(sent).toHaveLength(1)
  expect(last).toMatchObject({ state: 'stopped', why: 'No such bin.' })
})

test('a late answer is followed by the next send at once, without a burst to catch up', async () => {
  const send = vi.fn(() => aDelivery())
  const { sent } = await run(planOf({ pace: { kind: 'rate', perSecond: 1 } }), { answer: send, answerMs: 3000 })
  expect(sent.map((each) => each.at)).toEqual([0, 3000, 6000, 9000])
})

test('estimates the remaining time from the gaps and the answers so far', async () => {
  const fast = startedSequence(planOf())
  expect(timeLeft(fast, 0)).toBeNull()
  expect(timeLeft(startedSequence(planOf({ pace: { kind: 'gaps', maxMs: 10_000 } })), 0)).toBe(17_000)
  const result = { state: 'answered', failed: false, status: 200, ms: 40, deliveryId: 'dl_1', why: null } as const
  expect(timeLeft(nextSequence(fast, { type: 'settled', step: 0, result }), 0)).toBe(120)
})

test('resends the failed ones, and the others keep their results', async () => {
  const { last } = await run(planOf(), { answer: (_, count) => aDelivery({ status: count % 2 === 0 ? 500 : 200 }) })
  const failed = stepsWhere(last, hasFailed)
  expect(failed).toEqual([1, 3])
  const begun = nextSequence(last, { type: 'begun', steps: failed })
  expect(begun.state).toBe('running')
  expect(begun.results.map(({ state }) => state)).toEqual(['answered', 'waiting', 'answered', 'waiting'])
})

const checkedBy = (secretId: string) =>
  ({ verdict: 'valid', scheme: 'github', secretId, signedAt: null, ageSeconds: null }) as const
const SECRETS = [{ id: 'sec_1' }, { id: 'sec_2' }]

test.each<[SequenceSign, (string | null)[]]>([
  ['captured', [null, null, null]],
  ['fitting', ['sec_2', null, null]],
  [{ secretId: 'sec_1' }, ['sec_1', 'sec_1', 'sec_1']],
])('signed %o: each step names its secret', async (sign, secretIds) => {
  const signed = [
    aSummary(1, { signature: checkedBy('sec_2') }),
    aSummary(2, { signature: null }),
    aSummary(3, { signature: checkedBy('sec_cannot_sign') }),
  ]
  const steps = planSteps(signed, [LOCAL], 'oldest', (capture) => secretFor(capture, sign, SECRETS))
  const { sent } = await run(planOf({ steps }))
  expect(sent.map(({ input }) => (input.sign && 'secretId' in input.sign ? input.sign.secretId : null))).toEqual(secretIds)
})

test('new message ids: each send has its own, in header and body, and is signed afterwards', async () => {
  const target: Target = { ...LOCAL, headerChanges: [['X-Debug', '1']] }
  const one = aCapture({
    seq: 1,
    id: 'cap_tag_1',
    messageId: 'msg_abc123',
    headers: [
      ['webhook-id', 'msg_abc123'],
      ['X-Other', 'msg_abc123x'],
    ],
    body: { encoding: 'utf8', data: '{"id":"msg_abc123","n":1}' },
  })
  const steps = planSteps([one], [target, LOCAL], 'oldest', () => 'sec_1')
  const { sent } = await run(planOf({ steps, newIds: true }), { read: async () => one })
  const ids = sent.map(({ input }) => input.headerChanges![0]![1]!)
  expect(new Set([...ids, 'msg_abc123']).size).toBe(3)
  for (const [i, { input }] of sent.entries()) {
    expect(ids[i]).toMatch(/^msg_[a-z]{3}\d{3}$/)
    expect(input.body).toEqual({ encoding: 'utf8', data: `{"id":"${ids[i]}","n":1}` })
    expect(input.sign).toEqual({ secretId: 'sec_1' })
  }
  expect(sent[0]!.input.headerChanges).toEqual([
    ['webhook-id', ids[0]],
    ['X-Debug', '1'],
  ])
})

test('new message ids: sends a message without an id unchanged, and skips one whose id cannot be replaced', async () => {
  const put = aCapture({
    seq: 2,
    id: 'cap_tag_2',
    messageId: 'a.b',
    headers: [],
    body: { encoding: 'utf8', data: '{"a":"a","b":"b"}' },
  })
  const steps = planSteps([aSummary(1), put, aSummary(3)], [LOCAL], 'oldest')
  const { sent, last } = await run(planOf({ steps, newIds: true, stopOnFailure: true }), { read: async () => put })
  expect(seqs(sent)).toEqual([1, 3])
  expect(last.results[1]).toMatchObject({ state: 'skipped', why: expect.stringContaining('cannot be replaced') })
  expect(last.state).toBe('done')
})

test('new message ids: skips a capture that is deleted before it is read', async () => {
  const steps = planSteps([aSummary(1, { messageId: 'msg_1' })], [LOCAL], 'oldest')
  const read = () => Promise.reject(new CallError('capture_not_found', 'No such capture.'))
  const { sent, last } = await run(planOf({ steps, newIds: true }), { read })
  expect(sent).toEqual([])
  expect(last.results[0]).toMatchObject({ state: 'skipped', why: expect.stringContaining('deleted') })
})
