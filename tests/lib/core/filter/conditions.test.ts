import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Capture } from '#lib/core/capture'
import { captureCandidate } from '#lib/core/filter/candidate'
import { judgeConditions } from '#lib/core/filter/conditions'
import type { Filter } from '#lib/core/filter/filter'
import type { WholeCandidate } from '#lib/core/filter/found-value'
import { matches } from '#lib/core/filter/match-filter'
import { createNearest } from '#lib/core/filter/nearest'
import { parseFilter } from '#lib/core/filter/parse-filter'
import { printFilter } from '#lib/core/filter/print-filter'
import { aCapture } from '../../exporters/captures'
import { anyFilter } from './arbitrary-filter'

const NOW = Date.parse('2026-05-04T03:12:00.000Z')

const push: Capture = aCapture({
  seq: 7,
  method: 'POST',
  path: '/Orders/12',
  query: 'page=2&q=Ada%20L&page=3',
  contentType: 'application/json; charset=utf-8',
  userAgent: 'GitHub-Hookshot/1',
  remoteAddress: '192.0.2.17',
  headers: [
    ['X-GitHub-Event', 'push'],
    ['X-A', 'one'],
    ['x-a', 'two'],
  ],
  body: `{"ref":"refs/heads/master","id":"1","count":1,"none":null,"tags":["a","b"],"price":"12.50","odd":"a\u200bb\u00a0c ","deep":{"a":[1,{"b":2}]}}`,
  receivedAt: '2026-05-04T03:02:00.000Z',
  sender: { provider: 'github', label: 'GitHub', event: 'push', summary: 'octo/hello, by ada' },
})

const candidate = (capture: Capture, resent = false) =>
  captureCandidate(capture, { hasDelivery: () => resent, forwardMarks: () => new Set() }) as WholeCandidate
const judged = (text: string, capture = push) => judgeConditions(text, NOW)(candidate(capture)).conditions()
const found = (text: string, capture = push) => judged(text, capture)[0]!.found

test('judges each condition separately and shows what was found instead', () => {
  expect(judged('method:POST header.x-github-event:push body.ref=="refs/heads/main"')).toEqual([
    { text: 'method:POST', met: true, found: '"POST"' },
    { text: 'header.x-github-event:push', met: true, found: '"push"' },
    { text: 'body.ref=="refs/heads/main"', met: false, found: '"refs/heads/master"' },
  ])
})

test('shows a header value that was sent as UTF-8 as the text that it is', () => {
  const capture = aCapture({ headers: [['X-U', Buffer.from('Straße').toString('latin1')]], body: '' })
  expect(judged('header.x-u:weg straße', capture)).toEqual([
    { text: 'header.x-u:weg', met: false, found: '"Straße"' },
    { text: 'straße', met: true, found: '"X-U: Straße"' },
  ])
})

test('shows conditions as typed, whatever surrounds them', () => {
  const texts = judged('(method:post  or -path:/a) and not ( $.amount > 100 or "two  words" )').map(({ text }) => text)
  expect(texts).toEqual(['method:post', 'not path:/a', 'not $.amount > 100', 'not "two  words"'])
})

test('a condition after "not" is met if what it excludes is absent', () => {
  expect(judged('not method:POST -path:/x not not event:push')).toEqual([
    { text: 'not method:POST', met: false, found: '"POST"' },
    { text: 'not path:/x', met: true, found: '"/Orders/12"' },
    { text: 'event:push', met: true, found: '"push"' },
  ])
})

test.each([
  ['$.id==1', '"1"'],
  ['$.count=="1"', '1'],
  ['$.none==1', 'null'],
  ['$.missing==1', null],
  ['$.ref.deeper==1', null],
  ['$.tags[*]==c', '["a","b"]'],
  ['$.tags.length>5', '2'],
  ['$.price>20', '"12.50"'],
  ['$.price:20', '"12.50"'],
  ['$.deep==1', '{"a":[1,{"b":2}]}'],
  ['header.x-a:three', '["one","two"]'],
  ['header.x-missing:a', null],
  ['query.page:9', '["2","3"]'],
  ['query.q:eve', '"Ada L"'],
  ['query:eve', '"page=2&q=Ada%20L&page=3"'],
  ['path:/orders/12', '"/Orders/12"'],
  ['type:xml', '"application/json; charset=utf-8"'],
  ['agent:curl', '"GitHub-Hookshot/1"'],
  ['from:10.*', '"192.0.2.17"'],
  ['provider:stripe', '"github"'],
  ['event:issues', '"push"'],
  ['note:bug', null],
  ['message:abc12345', null],
  ['size:>10kb', '12'],
  ['seq:>100', '7'],
  ['after:1m', '"2026-05-04T03:02:00.000Z"'],
  ['is:pinned', 'false'],
  ['has:note', null],
  ['has:body', '12'],
  ['has:provider', '"github"'],
  ['has:delivery', null],
  ['nowhere', null],
  ['octo/hello', '"octo/hello, by ada"'],
])('%s: finds %s', (text, expected) => {
  expect(found(text, { ...push, bodySize: 12 })).toBe(expected)
})

test('escapes invisible characters, and the text is still JSON', () => {
  expect(found('$.odd==x')).toBe('"a\\u200bb\\u00a0c "')
  expect(JSON.parse(found('$.odd==x')!)).toBe('a\u200bb\u00a0c ')
})

test('shows the part of a long text around the first difference', () => {
  const token = 'x'.repeat(900)
  const capture = { ...push, body: { encoding: 'utf8' as const, data: JSON.stringify({ token: `${token}b${token}` }) } }
  const shown = found(`$.token=="${token.slice(0, 900)}"`, capture)!
  expect(shown).toContain('xb')
  expect(shown.length).toBeLessThan(210)
})

test('large and deep values cost only as much as is shown of them', () => {
  const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`
  const wide = JSON.stringify(Array.from({ length: 100_000 }, (_, i) => ({ i })))
  for (const data of [deep, wide]) {
    const shown = found('$==1', { ...push, body: { encoding: 'utf8', data } })!
    expect([shown.length, shown.at(-1)]).toEqual([201, '…'])
  }
})

test('shows free text with its surroundings', () => {
  const data = `${'a '.repeat(200)}needle${' b'.repeat(200)}`
  expect(found('needle', { ...push, body: { encoding: 'utf8', data } })).toMatch(/^"…[a ]{40}needle[ b]{40}…"$/)
})

test('a filter without conditions has no results', () => {
  expect([judged(''), judged('(')]).toEqual([[], []])
})

/** The filter's result, computed from its judged conditions alone. */
function verdict(filter: Filter, met: boolean[]): boolean {
  switch (filter.kind) {
    case 'all':
      return true
    case 'and':
    case 'or': {
      const each = filter.parts.map((part) => verdict(part, met))
      return filter.kind === 'and' ? each.every(Boolean) : each.some(Boolean)
    }
    case 'not':
      return !verdict(filter.part, met)
    default:
      return met.shift()!
  }
}

test('the conditions together decide like the filter', () => {
  fc.assert(
    fc.property(anyFilter, fc.boolean(), (filter, resent) => {
      const text = printFilter(filter)
      const parsed = parseFilter(text)
      if (!parsed.ok) return
      const whole = candidate(push, resent)
      const judgedNow = judgeConditions(text, NOW)(whole).conditions()
      const met = judgedNow.map((each) => each.met !== each.text.startsWith('not '))
      expect(verdict(parsed.filter, met)).toBe(matches(parsed.filter, whole, NOW))
      for (const { found: shown } of judgedNow) expect(shown === null || shown.length <= 1300).toBe(true)
    }),
  )
})

test('the nearest are the three captures that meet most conditions, the latest first among equals', () => {
  const nearest = createNearest()
  const met = (count: number) => Array.from({ length: 3 }, (_, i) => ({ text: String(i), met: i < count, found: null }))
  const looks = [] as number[]
  for (const [seq, count] of [
    [1, 2],
    [2, 0],
    [3, 1],
    [4, 2],
    [5, 1],
    [6, 0],
  ] as const) {
    const conditions = () => {
      looks.push(seq)
      return met(count)
    }
    nearest.add({ id: `c${seq}`, seq }, { metCount: count, conditions })
  }
  expect(looks).toEqual([1, 2, 3, 4, 5]) // a capture that is not nearer is not searched
  expect(nearest.list().map(({ seq }) => seq)).toEqual([4, 1, 5])
  expect(nearest.list()[0]).toEqual({ captureId: 'c4', seq: 4, conditions: met(2) })
})
