import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonDifferences } from '../../../components/compare/json-differences'
import { jsonTree } from '../../../components/compare/json-tree'

/** `path: before -> after`, `-` where it is missing. */
function differences(before: string, after: string): string[] {
  const found = jsonDifferences(jsonTree(before)!, jsonTree(after)!)
  return found.map(({ place, before: old, after: now }) => `${place}: ${old ?? '-'} -> ${now ?? '-'}`)
}

test.each<[string, string, string, string[]]>([
  ['nothing', '{"a":[1,{"b":null}]}', '{ "a" : [1, {"b": null}] }', []],
  ['order of members', '{"a":1,"b":2}', '{"b":2,"a":1}', []],
  ['a value', '{"a":{"b":1}}', '{"a":{"b":2}}', ['$.a.b: 1 -> 2']],
  ['how a number is written', '[1.10,1e2]', '[1.1,100]', ['$[0]: 1.10 -> 1.1', '$[1]: 1e2 -> 100']],
  [
    'a large number',
    '{"id":12345678901234567890}',
    '{"id":12345678901234567891}',
    ['$.id: 12345678901234567890 -> 12345678901234567891'],
  ],
  ['what came', '{}', '{"a":{"b":[1,[]]}}', ['$.a.b[0]: - -> 1', '$.a.b[1]: - -> []']],
  ['what went', '{"x y":{"z":{}}}', '{}', ['$["x y"].z: {} -> -']],
  ['a kind', '{"a":[1,2]}', '{"a":{"b":1}}', ['$.a: […] (2) -> {…} (1)']],
  ['a member that stands there twice', '{"a":1,"a":2}', '{"a":1,"a":3}', ['$.a (2): 2 -> 3']],
  ['an item put in front', '["b","c"]', '["a","b","c"]', ['$[0]: - -> "a"']],
  ['an item gone from the middle', '[1,2,3,4]', '[1,3,4]', ['$[1]: 2 -> -']],
  ['an item changed', '[{"a":1},{"a":2}]', '[{"a":1},{"a":3}]', ['$[1].a: 2 -> 3']],
  [
    'items with ids: one in front, one changed',
    '[{"id":1,"n":1},{"id":2,"n":2}]',
    '[{"id":3,"n":9},{"id":1,"n":1},{"id":2,"n":5}]',
    ['$[0].id: - -> 3', '$[0].n: - -> 9', '$[2].n: 2 -> 5'],
  ],
  ['items with ids in another order', '[{"id":1},{"id":2}]', '[{"id":2},{"id":1}]', ['$ (order): [0] [1] -> [1] [0]']],
  ['a scalar as a document', '1', '"1"', ['$: 1 -> "1"']],
  ['brackets and quotes in text', '{"a":"[{\\"}]\\\\"}', '{"a":"[{\\"}]"}', ['$.a: "[{\\"}]\\\\" -> "[{\\"}]"']],
])('finds %s', (_, before, after, expected) => expect(differences(before, after)).toEqual(expected))

test.each(['', 'x', '{', '{"a":1,}', `${'['.repeat(5000)}${']'.repeat(5000)}`])('refuses to compare as a tree: %#', (text) =>
  expect(jsonTree(text)).toBeNull(),
)

test('treats ids, times and signatures as usual differences', () => {
  const [before, after] = [
    '{"id":1,"created_at":"2026-01-01T00:00:00Z","sum":1}',
    '{"id":2,"created_at":"2026-01-02T00:00:00Z","sum":2}',
  ]
  const usual = jsonDifferences(jsonTree(before)!, jsonTree(after)!).filter((each) => each.usual)
  expect(usual.map(({ place }) => place)).toEqual(['$.id', '$.created_at'])
})

test('handles a string of megabytes and a list of ten thousand items', () => {
  const text = JSON.stringify({ a: '\\"'.repeat(500_000), b: Array.from({ length: 10_000 }, (_, i) => i) })
  const later = JSON.stringify({ a: 'x', b: Array.from({ length: 10_000 }, (_, i) => i * 2) })
  expect(jsonDifferences(jsonTree(text)!, jsonTree(later)!).length).toBeGreaterThan(1000)
})

test('a document equals itself and differs from every other', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const [a, b] = [JSON.stringify(one), JSON.stringify(other)]
      expect(differences(a, JSON.stringify(JSON.parse(a), null, 2))).toEqual([])
      expect(differences(a, b).length > 0).toBe(sorted(one) !== sorted(other))
      expect(differences(b, a).length > 0).toBe(differences(a, b).length > 0)
    }),
    { numRuns: 300 },
  )
})

/** Sorts the members of objects. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, each) =>
    each && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}
