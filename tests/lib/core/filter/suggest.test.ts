import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseFilter } from '#lib/core/filter/parse-filter'
import { collectSeenValues } from '#lib/core/filter/seen-values'
import { suggest } from '#lib/core/filter/suggest'
import { aCapture } from '../../exporters/captures'

const rows = [
  aCapture({ path: '/hook', query: 'page=1' }),
  aCapture({ path: '/hook' }),
  aCapture({ method: 'GET', path: '/a b', query: null, contentType: 'text/html; charset=utf-8', userAgent: 'curl/8' }),
].map((capture, i) => ({
  ...capture,
  sender: i === 0 ? { provider: 'github', label: 'GitHub', event: 'push', summary: null } : null,
}))
const opened = [
  aCapture({
    headers: [
      ['X-GitHub-Event', 'push'],
      ['Accept', '*/*'],
    ],
    body: '{"action":"opened","items":[{"id":1},{"id":2}],"odd key":1}',
  }),
]
const seen = collectSeenValues(rows, opened)

/** `|` is the caret. */
function at(text: string) {
  const caret = text.indexOf('|')
  const whole = text.replace('|', '')
  const { from, to, items } = suggest(whole, caret, seen)
  return {
    labels: items.map(({ label }) => label),
    applied: items.map(({ insert }) => whole.slice(0, from) + insert + whole.slice(to)),
  }
}

test('suggests the most frequent values first', () => {
  expect(seen.paths).toEqual(['/hook', '/a b'])
  expect(seen.methods).toEqual(['POST', 'GET'])
  expect(seen.types).toEqual(['text/html'])
  expect(seen.jsonPaths).toEqual(['$.action', '$.items[*].id', '$["odd key"]'])
})

test.each<[string, string[]]>([
  ['|', ['method:', 'path:']],
  ['me|', ['method:']],
  ['method:|', ['POST', 'GET']],
  ['method:g|', ['GET']],
  ['-method:|', ['POST', 'GET']],
  ['a (path:/h|)', ['/hook']],
  ['path:"/a|"', ['/a b']],
  ['header.|', ['header.x-github-event:', 'header.accept:']],
  ['git|', ['header.x-github-event:']],
  ['header.x-github-event:|', ['push']],
  ['$.|', ['$.action', '$.items[*].id']],
  ['query.|', ['query.page:']],
  ['provider:|', ['github']],
  ['is:|', ['pinned', 'truncated', 'aborted', 'refused']],
  ['reply:|', ['200', '401', '>=400', '>=500']],
  ['has:d|', ['delivery']],
  ['a o|', ['or']],
  ['unknown:|', []],
  ['"free text|', []],
])('at the caret of %s', (text, first) => {
  expect(at(text).labels.slice(0, first.length)).toEqual(first)
  if (first.length === 0) expect(at(text).labels).toEqual([])
})

test('a suggestion replaces the word at the caret, with quotes if needed', () => {
  expect(at('method:po| path:/x').applied).toEqual(['method:POST  path:/x'])
  expect(at('a -pa| b').applied[0]).toBe('a -path: b')
  expect(at('path:/a|').applied).toEqual(['path:"/a b" '])
})

test('every suggested value is a valid filter, and nothing throws, whatever the text and the caret', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.nat(30),
      fc.constantFrom('', 'path:', 'is:', 'header.accept:', 'size:', 'after:'),
      (text, caret, prefix) => {
        suggest(text, Math.min(caret, text.length), seen)
        for (const { insert } of suggest(prefix, prefix.length, seen).items)
          if (prefix !== '') expect(parseFilter(insert).ok).toBe(true)
      },
    ),
  )
})
