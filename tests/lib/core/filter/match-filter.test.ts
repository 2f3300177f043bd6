import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Capture } from '#lib/core/capture'
import { type Candidate, captureCandidate } from '#lib/core/filter/candidate'
import { compileFilter, matches } from '#lib/core/filter/match-filter'
import { parseFilter } from '#lib/core/filter/parse-filter'
import { propertyRuns } from '../../../property-runs'
import { aCapture } from '../../exporters/captures'
import { anyFilter } from './arbitrary-filter'

const NOW = Date.parse('2026-05-04T03:12:00.000Z')

function filterOf(text: string) {
  const result = parseFilter(text)
  if (!result.ok) throw new Error(result.error.message)
  return result.filter
}

const push: Capture = aCapture({
  seq: 7,
  method: 'POST',
  path: '/Orders/12',
  query: 'page=2&q=Ada%20L&page=3&empty=',
  url: '/in/b1/Orders/12?page=2',
  contentType: 'application/json; charset=utf-8',
  userAgent: 'GitHub-Hookshot/1',
  remoteAddress: '192.0.2.17',
  headers: [
    ['X-GitHub-Event', 'push'],
    ['X-A', 'One, two'],
    ['X-A', 'three'],
  ],
  body: '{"action":"opened","amount":100.5,"price":"12.50","at":"2026-05-04T00:00:00Z","ok":true,"none":null,"items":[{"id":1},{"id":"B2"}],"a b":{"":1}}',
  receivedAt: '2026-05-04T03:02:00.000Z',
  pinned: true,
  note: 'look at Line 3',
  sender: { provider: 'github', label: 'GitHub', event: 'push.tag', summary: 'octo/hello, by ada' },
})
const known = { hasDelivery: () => true, forwardMarks: () => new Set(['done'] as const) }

test.each([
  '',
  'method:POST',
  'method:p*t',
  'path:/Orders/*',
  'path:/Orders/12',
  'path:*12',
  'query:ada%20l',
  'query.page:3',
  'query.empty',
  'query.q:"ada l"',
  'header.x-github-event:PUSH',
  'header.X-A:three',
  'header.x-a:one*',
  'header.x-a',
  'type:json',
  'agent:hookshot',
  'from:192.0.2.*',
  'provider:github',
  'provider:GitHub',
  'event:p*',
  'event:PUSH',
  'event:push.tag',
  'event:*.tag',
  'note:line',
  'has:note',
  'octo/hello',
  'has:provider',
  'has:delivery',
  'has:body',
  'has:query',
  'is:pinned',
  'not is:truncated',
  'not is:aborted',
  'seq:7',
  'seq:>=7',
  'size:>100',
  'size:<1kb',
  'after:10m',
  'before:599s',
  'after:2026-05-04',
  'body:"opened\\",\\"amount"',
  'body.action=="opened"',
  'body.action:OPEN*',
  '$.amount>100',
  '$.amount==100.5',
  '$.price>=12.5',
  '$.at>"2026-05-03"',
  '$.ok==true',
  '$.none==null',
  '$.none',
  '$.items[0].id==1',
  '$.items[*].id:b2',
  '$.items.length==2',
  '$["a b"][""]==1',
  '$.action!=closed',
  '$.nothing!=1',
  'OPENED',
  'hookshot',
  'x-github-event',
  '"x-a: one, two"',
  'orders 12 post',
  'one*two',
  'nothing or orders',
  'not (nothing or GET)',
])('matches %s', (text) => {
  expect(matches(filterOf(text), captureCandidate(push, known), NOW)).toBe(true)
})

test.each([
  'method:GET',
  'method:POS',
  'path:/orders/*',
  'path:/Orders',
  'query.page:23',
  'query.nothing',
  'header.x-github-event:pus',
  'header.x-b',
  'type:xml',
  'from:192.0.2.1',
  'provider:gitlab',
  'event:pull',
  'event:pus',
  'event:push.tag.x',
  'note:4',
  'is:truncated',
  'is:aborted',
  'seq:>7',
  'size:>1kb',
  'after:9m',
  'before:10m',
  'before:2026-05-04',
  'body:closed',
  '$.amount>100.5',
  '$.amount=="100.5"',
  '$.ok=="true"',
  '$.items>0',
  '$.items:*',
  '$.nothing',
  '$.__proto__',
  '$.action.length==6',
  '$.items[*].id==2',
  '$.action!=opened',
  'two*one',
  'orders GET',
])('does not match %s', (text) => {
  expect(matches(filterOf(text), captureCandidate(push, known), NOW)).toBe(false)
})

test('reaches form fields like JSON fields', () => {
  const form = aCapture({ contentType: 'application/x-www-form-urlencoded', body: 'command=%2Fdeploy&text=a+b' })
  expect(matches(filterOf('$.command:/deploy body.text=="a b"'), captureCandidate(form), NOW)).toBe(true)
})

test('searches bytes that are not UTF-8 as latin-1, and broken JSON has no paths', () => {
  const bytes = aCapture({ body: Uint8Array.of(0xff, 0xe9, 0x41) })
  expect(matches(filterOf('body:éa'), captureCandidate(bytes), NOW)).toBe(true)
  expect(matches(filterOf('$'), captureCandidate(aCapture({ body: '{"a":' })), NOW)).toBe(false)
})

test.each<[string, boolean | null]>([
  ['method:POST', true],
  ['method:GET', false],
  ['method:GET body:x', false],
  ['method:POST body:x', null],
  ['method:POST or body:x', true],
  ['method:GET or header.x', null],
  ['not body:x', null],
  ['provider:github', true],
  ['provider:stripe', false],
  ['has:provider', true],
  ['event:push', true],
  ['event:push.tag.more', false],
  ['event:*more', false],
  ['event:pull', false],
  ['has:delivery', null],
  ['hookshot', true],
  ['nowhere', null],
])('with only the row, %s is %s: unknown parts are undecided', (text, answer) => {
  expect(compileFilter(filterOf(text), NOW)({ summary: push })).toBe(answer)
})

test('sender, event and message are undecided until the body is read', () => {
  const pending = { summary: push, factsPending: true, headers: () => push.headers }
  for (const text of ['provider:github', 'provider:stripe', 'has:provider', 'event:push', 'event:pull', 'message:x', 'nowhere'])
    expect([text, compileFilter(filterOf(text), NOW)(pending)]).toEqual([text, null])
  expect(compileFilter(filterOf('hookshot'), NOW)(pending)).toBe(true)
  expect(compileFilter(filterOf('method:GET event:push'), NOW)(pending)).toBe(false)
})

test('free text needs the body only if nothing before it decides', () => {
  let asked = 0
  const candidate: Candidate = {
    ...captureCandidate(push, known),
    body() {
      asked++
      return captureCandidate(push).body!()
    },
  }
  expect(compileFilter(filterOf('hookshot'), NOW)(candidate)).toBe(true)
  expect(asked).toBe(0)
  expect(compileFilter(filterOf('method:GET opened'), NOW)(candidate)).toBe(false)
  expect(asked).toBe(0)
  expect(compileFilter(filterOf('opened'), NOW)(candidate)).toBe(true)
  expect(asked).toBe(1)
})

const bytesOf = (text: string) => Buffer.from(text).toString('latin1')
const street = aCapture({
  contentType: bytesOf('text/plain; x=größe'),
  userAgent: bytesOf('Käfer/1'),
  headers: [
    ['X-U', bytesOf('Straße')],
    ['X-L', 'Straße'],
  ],
  body: '',
})
test.each([
  ['straße', true],
  ['STRA*E', true],
  ['"x-u: straße"', true],
  ['"x-l: straße"', true],
  ['header.x-u:straße', true],
  ['header.x-u:"STRASSE"', false],
  [`header.x-u:${bytesOf('straße')}`, true],
  ['header.x-l:straße', true],
  ['header.x-u:stra', false],
  ['-header.x-u:straße', false],
  ['type:GRÖSSE', false],
  ['type:GRÖßE', true],
  ['agent:käfer', true],
  ['agent:kafer', false],
])('compares header values as UTF-8 and as Latin-1: %s', (text, met) => {
  expect(matches(filterOf(text), captureCandidate(street), NOW)).toBe(met)
})

test('headers decide free text for a capture without a body', () => {
  const empty = aCapture({ method: 'GET' })
  const { body, ...rest } = captureCandidate(empty, known)
  expect(compileFilter(filterOf('nowhere'), NOW)(rest)).toBe(false)
  expect(body!().lower()).toBe('')
})

test("a row's decision equals the whole capture's", () => {
  const candidates = [
    push,
    aCapture({ body: '[1,"a"]' }),
    aCapture({ method: 'GET', contentType: 'application/x-www-form-urlencoded', body: 'a=1' }),
  ]
  fc.assert(
    fc.property(anyFilter, fc.constantFrom(...candidates), (filter, capture) => {
      const match = compileFilter(filter, NOW)
      const whole = match(captureCandidate(capture, known))
      expect(typeof whole).toBe('boolean')
      for (const part of [{ summary: capture }, { summary: capture, headers: () => capture.headers }]) {
        const answer = match(part)
        if (answer !== null) expect(answer).toBe(whole)
      }
    }),
    { numRuns: propertyRuns(3000) },
  )
})

test('a pattern full of wildcards takes time linear in the text', () => {
  const text = `path:"/${'a*'.repeat(200)}b"`
  const capture = aCapture({ path: `/${'a'.repeat(150)}${'c'.repeat(60_000)}b` })
  const indexOf = vi.spyOn(String.prototype, 'indexOf')
  const match = matches(filterOf(text), captureCandidate(capture), NOW)
  const from = indexOf.mock.calls.filter(([piece]) => piece === 'a').map(([, at]) => at)
  indexOf.mockRestore()
  expect(match).toBe(false)
  // Each piece is looked for once, behind the one before, until one is missing.
  expect(from).toEqual(Array.from({ length: 150 }, (_, i) => i + 2))
})
