import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CaptureSummary, VERDICTS } from '#lib/core/capture'
import { captureCandidate } from '#lib/core/filter/candidate'
import { filterNeeds } from '#lib/core/filter/filter-needs'
import { compileFilter } from '#lib/core/filter/match-filter'
import { parseFilter } from '#lib/core/filter/parse-filter'
import { forRedactedView, type Prefilter, toPrefilter } from '#lib/core/filter/prefilter'
import { propertyRuns } from '../../../property-runs'
import { aCapture } from '../../exporters/captures'
import { anyFilter } from './arbitrary-filter'

const NOW = Date.parse('2026-05-04T03:12:00.000Z')

function filterOf(text: string) {
  const result = parseFilter(text)
  if (!result.ok) throw new Error(result.error.message)
  return result.filter
}

const limits = (text: string) =>
  Object.fromEntries(
    Object.entries(toPrefilter(filterOf(text), NOW)).filter(([, value]) => value !== null && String(value) !== ''),
  )

test.each<[string, Partial<Prefilter>]>([
  ['', { exact: true }],
  ['method:POST', { methods: ['POST'], exact: true }],
  ['method:P*', { exact: false }],
  ['method:POST or method:GET', { methods: ['POST', 'GET'], exact: true }],
  ['(method:POST or method:GET) method:GET', { methods: ['GET'], exact: true }],
  ['method:POST or path:/x', { exact: false }],
  ['method:POST hello', { methods: ['POST'], exact: false }],
  ['size:>10 size:<=20 size:<15', { sizeMin: 11, sizeMax: 14, exact: true }],
  ['size:!=10', { exact: false }],
  ['seq:>5 seq:7', { seqMin: 7, seqMax: 7, exact: true }],
  ['after:10m before:1m', { receivedMin: NOW - 600_000, receivedMax: NOW - 60_001, exact: true }],
  ['is:pinned not is:truncated', { pinned: true, truncated: false, exact: true }],
  ['is:truncated not is:aborted', { truncated: true, aborted: false, exact: true }],
  ['reply:>=400 reply:<500 not is:refused', { replyMin: 400, replyMax: 499, refused: false, exact: true }],
  ['is:pinned not is:pinned', { pinned: true, exact: false }],
  ['crc:0a1B2c3d', { bodyCrc32: '0a1b2c3d', exact: true }],
  ['crc:00000001 crc:00000002', { bodyCrc32: '00000001', exact: false }],
  ['crc:0a*', { exact: false }],
  ['message:0a1b*', { facts: [[{ field: 'message', pattern: ['0a1b', ''] }]], exact: false }],
  ['has:provider', { facts: [[{ field: 'provider', pattern: null }]], exact: false }],
  [
    'provider:stripe (event:a or event:b)',
    {
      facts: [
        [{ field: 'provider', pattern: ['stripe'] }],
        [
          { field: 'event', pattern: ['a'] },
          { field: 'event', pattern: ['b'] },
        ],
      ],
      exact: false,
    },
  ],
  ['event:a or method:GET', { exact: false }],
  ['not event:a', { exact: false }],
  ['not method:POST', { exact: false }],
  ['not (size:>10)', { exact: false }],
])('a database can check part of %j by itself', (text, expected) => {
  expect(limits(text)).toEqual(expected)
})

function passes(
  prefilter: Prefilter,
  { method, seq, receivedAt, bodySize, pinned, truncated, aborted, reply, signature }: CaptureSummary,
): boolean {
  const within = (value: number, min: number | null, max: number | null) =>
    value >= (min ?? -Infinity) && value <= (max ?? Infinity)
  return (
    (prefilter.methods === null || prefilter.methods.includes(method)) &&
    within(seq, prefilter.seqMin, prefilter.seqMax) &&
    within(Date.parse(receivedAt), prefilter.receivedMin, prefilter.receivedMax) &&
    within(bodySize, prefilter.sizeMin, prefilter.sizeMax) &&
    (prefilter.pinned ?? pinned) === pinned &&
    (prefilter.signature ?? signature?.verdict ?? 'none') === (signature?.verdict ?? 'none') &&
    (prefilter.truncated ?? truncated) === truncated &&
    (prefilter.aborted ?? aborted) === aborted &&
    (prefilter.refused ?? reply?.by === 'gate') === (reply?.by === 'gate') &&
    (reply ? within(reply.status, prefilter.replyMin, prefilter.replyMax) : (prefilter.replyMin ?? prefilter.replyMax) === null)
  )
}

test('never rejects a match and, where it is exact, accepts nothing else', () => {
  const summary = fc.record({
    method: fc.constantFrom('GET', 'POST', ''),
    seq: fc.nat(20),
    bodySize: fc.nat(20),
    receivedAt: fc.integer({ min: NOW - 100, max: NOW }).map((ms) => new Date(ms).toISOString()),
    pinned: fc.boolean(),
    truncated: fc.boolean(),
    aborted: fc.boolean(),
    signature: fc.option(
      fc
        .constantFrom(...VERDICTS)
        .map((verdict) => ({ verdict, scheme: 'stripe', secretId: 'sec_1', signedAt: null, ageSeconds: null })),
    ),
    reply: fc.option(
      fc.record({ status: fc.constantFrom(200, 401), by: fc.constantFrom('response', 'gate'), delayMs: fc.constant(0) }),
    ),
  })
  const small = fc.constantFrom(
    'method:GET',
    'size:>9',
    'size:!=3',
    'seq:<=9',
    'is:pinned',
    'after:50ms',
    'before:20ms',
    'reply:401',
    'reply:!=401',
    'not reply:<300',
    'is:refused',
    'signature:valid',
    'signature:none',
    'not is:refused',
    'not is:truncated',
    'not is:pinned',
    'method:GET or method:POST',
    'hook',
  )
  const filters = fc.oneof(
    anyFilter,
    fc.array(small, { minLength: 1, maxLength: 4 }).map((list) => filterOf(list.map((each) => `(${each})`).join(' '))),
  )
  fc.assert(
    fc.property(filters, summary, (filter, given) => {
      const capture = { ...aCapture(), ...given }
      const prefilter = toPrefilter(filter, NOW)
      const matched = compileFilter(
        filter,
        NOW,
      )(captureCandidate(capture, { hasDelivery: () => false, forwardMarks: () => new Set() }))
      if (matched) expect(passes(prefilter, capture)).toBe(true)
      if (prefilter.exact) expect(passes(prefilter, capture)).toBe(matched)
    }),
    { numRuns: propertyRuns(5000) },
  )
})

test.each<[string, string[]]>([
  ['method:POST path:/x size:>1 after:1m is:pinned type:json query.a', []],
  ['header.x:1', ['headers']],
  ['not (method:GET or $.a)', ['body']],
  ['body:x', ['body']],
  ['event:push has:provider', []],
  ['has:delivery', ['delivery']],
  ['word', ['headers', 'body']],
])('%s may have to read %j', (text, expected) => {
  const needs = filterNeeds(filterOf(text))
  expect(Object.entries(needs).flatMap(([name, needed]) => (needed ? [name] : []))).toEqual(expected)
})

test('no condition reads redacted parts for a viewer of a redacted link', () => {
  const all = toPrefilter(
    filterOf('method:GET is:aborted crc:0000abcd message:sk_live_ size:>9 seq:<9 after:5ms not is:pinned'),
    NOW,
  )
  const { bodyCrc32, facts, exact, ...shown } = all
  expect([bodyCrc32, facts]).toEqual(['0000abcd', [[{ field: 'message', pattern: ['sk_live_'] }]]])
  expect(forRedactedView(all)).toEqual({ ...shown, bodyCrc32: null, facts: [], exact: false })
})
