import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FILTER_LIMITS, type Filter } from '#lib/core/filter/filter'
import { parseFilter } from '#lib/core/filter/parse-filter'
import { printFilter } from '#lib/core/filter/print-filter'
import { propertyRuns } from '../../../property-runs'
import { anyFilter } from './arbitrary-filter'

function parsed(text: string): Filter {
  const result = parseFilter(text)
  if (!result.ok) throw new Error(`${result.error.message} at ${result.error.at}`)
  return result.filter
}

describe('reads', () => {
  test.each<[string, Filter]>([
    ['', { kind: 'all' }],
    ['  ', { kind: 'all' }],
    ['method:post', { kind: 'whole', field: 'method', pattern: ['POST'] }],
    ['path:/orders/*', { kind: 'whole', field: 'path', pattern: ['/orders/', ''] }],
    ['path:"/a \\*"', { kind: 'whole', field: 'path', pattern: ['/a *'] }],
    ['header.X-GitHub-Event:push', { kind: 'named', of: 'header', name: 'x-github-event', pattern: ['push'] }],
    ['header.authorization', { kind: 'named', of: 'header', name: 'authorization', pattern: null }],
    ['query.page:2', { kind: 'named', of: 'query', name: 'page', pattern: ['2'] }],
    ['query:page', { kind: 'part', field: 'query', pattern: ['page'] }],
    ['body.action=="opened"', { kind: 'jsonIs', path: ['action'], op: '==', value: 'opened' }],
    ['body.action=opened', { kind: 'jsonIs', path: ['action'], op: '==', value: 'opened' }],
    ['$.amount>100', { kind: 'jsonIs', path: ['amount'], op: '>', value: 100 }],
    ['$.amount >= -1.5e2', { kind: 'jsonIs', path: ['amount'], op: '>=', value: -150 }],
    ['$.ok==true', { kind: 'jsonIs', path: ['ok'], op: '==', value: true }],
    ['$.ok=="true"', { kind: 'jsonIs', path: ['ok'], op: '==', value: 'true' }],
    ['$.x!=null', { kind: 'jsonIs', path: ['x'], op: '!=', value: null }],
    ['$["a b"].c[0][*]', { kind: 'jsonText', path: ['a b', 'c', 0, { any: true }], pattern: null }],
    ['$[0].id:evt_*', { kind: 'jsonText', path: [0, 'id'], pattern: ['evt_', ''] }],
    ['$', { kind: 'jsonText', path: [], pattern: null }],
    ['$5', { kind: 'text', pattern: ['$5'] }],
    ['size:>10kb', { kind: 'number', field: 'size', op: '>', value: 10_240 }],
    ['size>=1.5MB', { kind: 'number', field: 'size', op: '>=', value: 1_572_864 }],
    ['size:0', { kind: 'number', field: 'size', op: '==', value: 0 }],
    ['seq:<5', { kind: 'number', field: 'seq', op: '<', value: 5 }],
    ['after:10m', { kind: 'time', side: 'after', ago: 600_000 }],
    ['before:2026-05-04T10:00', { kind: 'time', side: 'before', at: Date.UTC(2026, 4, 4, 10) }],
    ['after:2026-05-04T10:00:01.5+02:00', { kind: 'time', side: 'after', at: Date.UTC(2026, 4, 4, 8, 0, 1, 500) }],
    ['has:delivery', { kind: 'has', what: 'delivery' }],
    ['is:PINNED', { kind: 'is', what: 'pinned' }],
    ['"or"', { kind: 'text', pattern: ['or'] }],
    ['order', { kind: 'text', pattern: ['order'] }],
    ['a>b', { kind: 'text', pattern: ['a>b'] }],
    ['it\\(s\\)', { kind: 'text', pattern: ['it(s)'] }],
    ['C:\\dir'.replace('C:', '"C:').concat('"'), { kind: 'text', pattern: ['C:\\dir'] }],
  ])('%s', (text, filter) => {
    expect(parsed(text)).toEqual(filter)
  })

  const term = (text: string): Filter => ({ kind: 'text', pattern: [text] })
  test.each<[string, Filter]>([
    ['a b', { kind: 'and', parts: [term('a'), term('b')] }],
    ['a AND b', { kind: 'and', parts: [term('a'), term('b')] }],
    ['a b or c', { kind: 'or', parts: [{ kind: 'and', parts: [term('a'), term('b')] }, term('c')] }],
    ['a (b or c)', { kind: 'and', parts: [term('a'), { kind: 'or', parts: [term('b'), term('c')] }] }],
    ['not a b', { kind: 'and', parts: [{ kind: 'not', part: term('a') }, term('b')] }],
    [
      '-a -(b or c)',
      {
        kind: 'and',
        parts: [
          { kind: 'not', part: term('a') },
          { kind: 'not', part: { kind: 'or', parts: [term('b'), term('c')] } },
        ],
      },
    ],
    ['not not a', { kind: 'not', part: { kind: 'not', part: term('a') } }],
    ['((a))', term('a')],
    ['(a b) c', { kind: 'and', parts: [term('a'), term('b'), term('c')] }],
    ['not(a)', { kind: 'not', part: term('a') }],
    ['notes', term('notes')],
  ])('%s as a tree', (text, filter) => {
    expect(parsed(text)).toEqual(filter)
  })
})

test.each<[string, string, RegExp]>([
  ['metod:POST', '^^^^^      ', /no field “metod”.*quotes/],
  ['a and metod:x', '      ^^^^^  ', /no field/],
  ['method:', '       !', /Expected a value/],
  ['method: x', '       !', /Expected a value/],
  ['size:big', '     ^^^', /not a size/],
  ['size:>', '      !', /Expected a size/],
  ['seq:1e3', '    ^^^', /not a number/],
  ['after:yesterday', '      ^^^^^^^^^', /not a time/],
  ['after:2026-02-31', '      ^^^^^^^^^^', /not a time/],
  ['has:cheese', '    ^^^^^^', /one of: body, query, note, delivery, provider/],
  ['path:"/a', '     ^', /not closed/],
  ['path:"/a"b', '         ^', /space after the closing quote/],
  ['(a', '^', /not closed/],
  ['a)', ' ^', /no opening one/],
  ['()', ' ^', /Expected a condition/],
  ['a or', '    !', /Expected a condition/],
  ['or a', '^^', /before “or”.*quote/],
  ['a not', '     !', /Expected a condition/],
  ['$.amount>', '         !', /Expected a value/],
  ['$.a.', '    !', /key after the dot/],
  ['$.a[x]', '   ^^^', /position like/],
  ['$["a', ' ^^^', /not closed/],
  ['$["\\q"]', ' ^^^^^^', /escape/],
  ['$.a"b"', '   ^^^', /operator such as/],
  ['header.x=1', '        ^^', /Expected “:”/],
])('points at the mistake in %s', (text, mark, message) => {
  const result = parseFilter(text)
  expect(result).toEqual({
    ok: false,
    error: { message: expect.stringMatching(message), at: mark.search(/[\^!]/), length: mark.match(/\^/g)?.length ?? 0 },
  })
})

test('refuses text, nesting and conditions over the limit, and accepts them at the limit', () => {
  const { charsMax, depthMax, termsMax } = FILTER_LIMITS
  expect(parseFilter('x'.repeat(charsMax)).ok).toBe(true)
  expect(parseFilter('x'.repeat(charsMax + 1))).toMatchObject({ ok: false, error: { at: charsMax, length: 1 } })
  expect(parseFilter(`${'('.repeat(depthMax)}a${')'.repeat(depthMax)}`).ok).toBe(true)
  expect(parseFilter(`${'('.repeat(depthMax + 1)}a${')'.repeat(depthMax + 1)}`)).toMatchObject({
    ok: false,
    error: { message: expect.stringMatching('deeply') },
  })
  expect(parseFilter(`${'-'.repeat(500)}a`)).toMatchObject({ ok: false })
  expect(parseFilter('x '.repeat(termsMax)).ok).toBe(true)
  expect(parseFilter('x '.repeat(termsMax + 1))).toMatchObject({
    ok: false,
    error: { message: expect.stringMatching('at most 50') },
  })
})

test('a printed filter parses to the same filter', () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      const text = printFilter(filter)
      fc.pre(text.length <= FILTER_LIMITS.charsMax)
      expect(parseFilter(text)).toEqual({ ok: true, filter })
    }),
    { numRuns: propertyRuns(2000) },
  )
})

test('never throws, and points into the text', () => {
  const words = fc.constantFrom(
    'method:',
    'path:/*',
    '$.a',
    '[',
    '"',
    '(',
    ')',
    ' ',
    'not ',
    'or ',
    '>',
    '==',
    '-',
    'body.',
    'header.x',
    'size:>',
    '\\',
    '*',
    'a',
    '1kb',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words).map((list) => list.join('')),
      ),
      (text) => {
        const result = parseFilter(text)
        if (result.ok) expect(parseFilter(printFilter(result.filter))).toEqual(result)
        else {
          expect(result.error.at).toBeLessThanOrEqual(text.length)
          expect(result.error.at + result.error.length).toBeLessThanOrEqual(text.length)
        }
      },
    ),
    { numRuns: propertyRuns(5000) },
  )
})
