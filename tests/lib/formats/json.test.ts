import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson } from '#lib/formats/json'
import { DUPLICATE, isContainer, keyText, nodeKind, nodeSource, type Tree, valueText } from '#lib/formats/tree'
import { propertyRuns } from '../../property-runs'

/** The parsed value, computed from the tree alone. */
function toValue(tree: Tree, node = 0): unknown {
  const kind = nodeKind(tree, node)
  if (!isContainer(tree, node)) return kind === 'string' ? valueText(tree, node) : JSON.parse(nodeSource(tree, node))
  const inner: [string | null, unknown][] = []
  for (let at = node + 1; at < tree.nexts[node]!; at = tree.nexts[at]!) inner.push([keyText(tree, at), toValue(tree, at)])
  if (kind === 'array') return inner.map(([, value]) => value)
  return Object.fromEntries(inner.map(([key, value]) => [key!, value]))
}

/** The text outside keys and simple values, which must be structure only. */
function gaps(tree: Tree): string {
  const spans: [number, number][] = []
  for (let node = 0; node < tree.size; node++) {
    if (tree.keyEnds[node]! > tree.keyStarts[node]!) spans.push([tree.keyStarts[node]!, tree.keyEnds[node]!])
    if (!isContainer(tree, node)) spans.push([tree.starts[node]!, tree.ends[node]!])
  }
  let at = 0
  let left = ''
  for (const [start, end] of spans) {
    expect(start).toBeGreaterThanOrEqual(at)
    left += tree.text.slice(at, start)
    at = end
  }
  return left + tree.text.slice(at, tree.problem?.restAt ?? tree.text.length)
}

test.each([
  ['keeps number text', '[1.0, 1e2, 12345678901234567890, -0]', ['1.0', '1e2', '12345678901234567890', '-0']],
  ['keeps escapes', '["\\u00e9", "\\/"]', ['"\\u00e9"', '"\\/"']],
  ['keeps literals', '[true,false , null]', ['true', 'false', 'null']],
])('%s', (_, text, sources) => {
  const tree = parseJson(text)
  expect(tree.problem).toBeNull()
  expect(sources.map((_, i) => nodeSource(tree, i + 1))).toEqual(sources)
})

test('keeps key order, and keeps and flags duplicate keys', () => {
  const tree = parseJson('{"b":1,"a":2,"\\u0062":3}')
  expect([1, 2, 3].map((node) => keyText(tree, node))).toEqual(['b', 'a', 'b'])
  expect([1, 2, 3].map((node) => tree.flags[node]! & DUPLICATE)).toEqual([DUPLICATE, 0, DUPLICATE])
})

test('does not flag equal keys of different objects', () => {
  expect(parseJson('[{"a":1},{"a":{"a":2}}]').flags.some((flag) => flag !== 0)).toBe(false)
})

test.each([
  ['{"a": 1,\n "b" 2}', 2, 6, 'a colon is missing after the key'],
  ['[1 2]', 1, 4, 'a comma or ] is missing'],
  ['{"a":1 "b":2}', 1, 8, 'a comma or } is missing'],
  ['[1,]', 1, 4, 'a value is missing: a comma too many?'],
  ['{"a":1,}', 1, 8, 'a key is missing: a comma too many?'],
  ["{'a':1}", 1, 2, 'a key in double quotes should be here'],
  ["['a']", 1, 2, 'strings need double quotes'],
  ['[01]', 1, 2, 'this is not a JSON number'],
  ['[1.]', 1, 2, 'this is not a JSON number'],
  ['[+1]', 1, 2, 'this is not a JSON value'],
  ['[NaN]', 1, 2, 'this is not a JSON value'],
  ['[truest]', 1, 2, 'this is not a JSON value'],
  ['["a\tb"]', 1, 4, 'a control character must be escaped in a string'],
  ['["\\x"]', 1, 3, 'this escape is not valid JSON'],
  ['["a', 1, 2, 'this string has no closing quote'],
  ['{"a":1', 1, 7, 'the text ends early: a comma or } is missing'],
  ['{"a":', 1, 6, 'the text ends where a value should be'],
  ['{} {}', 1, 4, 'the value is complete, but more text follows'],
  ['', 1, 1, 'the text ends where a value should be'],
  ['{\r\n"a":\r\n?}', 3, 1, 'this is not a JSON value'],
])('points at the place where %j is broken', (text, line, column, message) => {
  expect(parseJson(text).problem).toMatchObject({ place: { line, column }, message })
})

test('shows what precedes an error, and leaves the rest as text', () => {
  const tree = parseJson('{"id":7,"items":[1,2,oops],"z":0}')
  expect(tree.text.slice(0, tree.problem!.restAt)).toBe('{"id":7,"items":[1,2,')
  expect([...tree.starts].map((_, node) => nodeKind(tree, node))).toEqual(['object', 'number', 'array', 'number', 'number'])
})

test('accepts a byte order mark', () => {
  expect(parseJson('\uFEFF{}').problem).toBeNull()
})

test('handles nesting as deep as the body is long', () => {
  const tree = parseJson(`${'['.repeat(200_000)}1${']'.repeat(200_000)}`)
  expect(tree.problem).toBeNull()
  expect(tree.size).toBe(200_001)
})

test('reads a million digits as one number', () => {
  const tree = parseJson(`[${'9'.repeat(1_000_000)}]`)
  expect(tree.problem).toBeNull()
  expect(tree.ends[1]! - tree.starts[1]!).toBe(1_000_000)
})

test('accepts what JSON.parse accepts, with white space anywhere', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (source, indent) => {
      const text = JSON.stringify(JSON.parse(source), null, indent)
      const tree = parseJson(text)
      expect(tree.problem).toBeNull()
      expect(toValue(tree)).toEqual(JSON.parse(text))
    }),
  )
})

test('never throws and never loses a character, whatever the text', () => {
  const nearly = fc.array(
    fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"', '1', '-', 'true', 'nul', ' ', '\n', '\\', 'é', '\u0000'),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        nearly.map((pieces) => pieces.join('')),
        fc.string({ unit: 'binary' }),
        fc.json(),
      ),
      (text) => {
        const tree = parseJson(text)
        const valid = isValid(text)
        expect(tree.problem === null).toBe(valid)
        expect(gaps(tree)).toMatch(/^\uFEFF?[\s{}[\],:]*$/)
      },
    ),
    { numRuns: propertyRuns(2000) },
  )
})

function isValid(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''))
    return true
  } catch {
    return false
  }
}
