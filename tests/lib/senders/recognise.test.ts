import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { knownSenders } from '#lib/senders/index'
import { PARSED_BODY_LENGTH_MAX } from '#lib/senders/parse-request'
import { headerIndex, recognise } from '#lib/senders/recognise'
import { propertyRuns } from '../../property-runs'
import { recognised, type Sample } from './sample'
import { SAMPLES } from './samples'

const named = SAMPLES.map((sample): [string, Sample] => [`${sample.provider} ${sample.name ?? ''}`.trim(), sample])

describe('recognises', () => {
  test.each(named)('%s by headers and body', (_, sample) => {
    const { provider, event, summary, messageId } = sample
    expect(recognised(sample, 'body')).toEqual({ provider, label: knownSenders[provider].label, event, summary, messageId })
  })

  test.each(named)('%s by headers alone, or not at all', (_, sample) => {
    const found = recognised(sample, 'headers')
    if (sample.byHeaders === false) expect(found?.provider).not.toBe(sample.provider)
    else expect(found).toMatchObject({ provider: sample.provider, event: sample.byHeaders })
  })
})

test('every provider has a sample, and its id is its key in the list', () => {
  expect(new Set(SAMPLES.map(({ provider }) => provider))).toEqual(new Set(Object.keys(knownSenders)))
  for (const [id, provider] of Object.entries(knownSenders)) expect(provider.id).toBe(id)
  expect(new Set(Object.values(knownSenders).map(({ label }) => label)).size).toBe(Object.keys(knownSenders).length)
})

test.each(Object.keys(knownSenders))('%s names its source', (id) => {
  const text = readFileSync(`lib/senders/${id}.ts`, 'utf8')
  expect(text).toMatch(/\/\*\*[^/]*https:\/\/[^\s]+/)
})

test.each<[string, Partial<Sample>]>([
  ['nothing', {}],
  ['plain JSON', { body: { id: 'evt', type: 'created', data: { object: {} } } }],
  ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=1&command=x' }],
  ['a list of numbers', { body: [1, 2] }],
  ['a browser', { method: 'GET', headers: { 'user-agent': 'Mozilla/5.0', accept: '*/*' } }],
  ['broken JSON', { body: '{"object":"event","id":"evt_1"' }],
  ['an event key of someone else', { headers: { 'x-event-key': 'mine' } }],
])('does not recognise %s', (_, sample) => {
  expect(
    recognised({ provider: 'github', event: null, summary: null, messageId: null, byHeaders: false, ...sample }, 'body'),
  ).toBeNull()
})

test("returns the sender's texts on one line, truncated and without control characters", () => {
  const header = (name: string) => (name === 'x-github-event' ? `a\u202e\r\n b${'x'.repeat(500)}` : null)
  const found = recognise({ method: 'POST', query: null, header, body: null })
  expect(found!.event).toHaveLength(200)
  expect(found!.event).toMatch(/^a bx+…$/)
})

test.each<[string, string | Uint8Array, string]>([
  ['a byte order mark', '\ufeff {"action":"opened"}', 'issues.opened'],
  ['no text', Uint8Array.of(0xff, 0x7b), 'issues'],
  ['more than is read', JSON.stringify({ action: 'opened', pad: 'x'.repeat(PARSED_BODY_LENGTH_MAX) }), 'issues'],
])('reads what a body with %s contains', (_, body, event) => {
  const header = headerIndex([['X-GitHub-Event', 'issues']])
  expect(recognise({ method: 'POST', query: null, header, body })).toMatchObject({ provider: 'github', event })
})

test('reads the first 200 fields of a form', () => {
  const header = headerIndex([['Content-Type', 'application/x-www-form-urlencoded']])
  const form = (before: number) => `${'a=b&'.repeat(before)}command=/x&team_id=T`
  const eventOf = (body: string) => recognise({ method: 'POST', query: null, header, body })?.event
  expect([eventOf(form(198)), eventOf(form(199)), eventOf(form(1_000_000))]).toEqual(['/x', undefined, undefined])
})

test('uses the first of several headers of one name, case-insensitively', () => {
  expect(
    headerIndex([
      ['X-a', '1'],
      ['x-A', '2'],
    ])('x-a'),
  ).toBe('1')
})

const KEYS = [
  'id',
  'type',
  'object',
  'event',
  'data',
  'message',
  'entry',
  'events',
  'action',
  'alerts',
  'signature',
  'event-data',
  'value',
  'update_id',
]
const anyJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, 1, 'evt_1', 'event', 'x', true),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom(...KEYS, '__proto__', 'length'), tie('value'), { maxKeys: 6 }),
})).value

test('never throws, for any headers of any provider with any body', () => {
  const names = [...new Set(SAMPLES.flatMap(({ headers = {} }) => Object.keys(headers)))]
  const headers = fc.dictionary(
    fc.constantFrom(...names),
    fc.oneof(fc.string(), fc.constantFrom('application/x-www-form-urlencoded', 'arn:', 'Postmark')),
  )
  const body = fc.oneof(
    fc.string(),
    fc.uint8Array(),
    anyJson.map((value) => JSON.stringify(value)),
  )
  fc.assert(
    fc.property(headers, body, (values, body) => {
      recognise({ method: 'POST', query: null, header: (name) => values[name] ?? null, body })
    }),
    { numRuns: propertyRuns(2000) },
  )
})
