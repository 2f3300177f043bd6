import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSkimmedJson, type SkimmedJson, skimJson } from '#lib/core/json-skim'
import { propertyRuns } from '../../property-runs'

/** Everything that a skimmed value yields, in the form of `JSON.parse`. Of a list, the first 8 items. */
function read(value: unknown): unknown {
  if (!isSkimmedJson(value)) return value
  if (value.isList) return Array.from({ length: Math.min(8, value.length) }, (_, i) => read(value.get(i)))
  return Object.fromEntries(value.keys().map((key) => [key, read(value.get(key))]))
}

function firstItems(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 8).map(firstItems)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, firstItems(each)]))
}

const space = fc.stringMatching(/^[ \t\r\n]{0,2}$/)
const escaped = fc.constantFrom(
  '\\"',
  '\\\\',
  '\\\\\\"',
  '\\u0061',
  '\\n',
  '\\/',
  '[',
  '}',
  ',',
  ':',
  'ü',
  '😀',
  'a',
  'x'.repeat(40),
)
const string = fc.array(escaped, { maxLength: 6 }).map((parts) => `"${parts.join('')}"`)
const key = fc.oneof(string, fc.constantFrom('"a"', '"\\u0061"', '"id"', '"__proto__"', '"length"', '"type"'))
const scalar = fc.oneof(string, fc.constantFrom('0', '-1.5e3', 'true', 'false', 'null', '12345678901234567890'))

/** JSON texts with duplicate keys, odd escapes and white space anywhere. */
const jsonText = fc.letrec<{ value: string; object: string; list: string }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, tie('object'), tie('list')),
  object: fc
    .array(fc.tuple(space, key, space, space, tie('value'), space), { maxLength: 6 })
    .map((members) => `{${members.map(([a, name, b, c, value, d]) => `${a}${name}${b}:${c}${value}${d}`).join(',')}}`),
  list: fc
    .array(fc.tuple(space, tie('value'), space), { maxLength: 12 })
    .map((items) => `[${items.map((item) => item.join('')).join(',')}]`),
}))
const document = fc.tuple(fc.constantFrom('', '\ufeff', ' \n'), fc.oneof(jsonText.object, jsonText.list), space)

describe('of any JSON', () => {
  test('returns what JSON.parse returns, including the later of duplicate keys', () => {
    fc.assert(
      fc.property(document, ([before, text, after]) => {
        expect(read(skimJson(before + text + after))).toEqual(firstItems(JSON.parse(text)))
      }),
      { numRuns: propertyRuns(1000) },
    )
  })

  test('finds the end, and returns nothing if the text is cut or continues', () => {
    fc.assert(
      fc.property(fc.oneof(jsonText.object, jsonText.list), fc.nat(), (text, place) => {
        expect(skimJson(text.slice(0, place % text.length))).toBeNull()
        expect(skimJson(`${text} ${text}`)).toBeNull()
      }),
      { numRuns: propertyRuns(1000) },
    )
  })
})

test('never throws, whatever the text', () => {
  const noise = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ':', ',', 'a', '1', ' ') })
  fc.assert(
    fc.property(noise, (text) => {
      read(skimJson(text))
      read(skimJson(`{"a":${text}}`))
    }),
    { numRuns: propertyRuns(2000) },
  )
})

test.each([
  ['a scalar', '"text"'],
  ['nothing', ''],
  ['white space', ' \n '],
  ['an open object', '{"a":1'],
  ['an open string', '{"a":"1}'],
  ['a backslash at the end', '{"a":"\\'],
  ['a list closed as an object', '[1}'],
  ['a member without a value', '{"a":}'],
  ['a trailing comma', '{"a":1,}'],
])('is null for %s', (_, text) => expect(skimJson(text)).toBeNull())

test('reads only requested values: an invalid one is missing, and the others are found', () => {
  const json = skimJson('{"a":nonsense,"b":2}') as SkimmedJson
  expect([json.get('a'), json.get('b'), json.get('c')]).toEqual([undefined, 2, undefined])
})

test('returns the number of items of a list, however many it indexes', () => {
  const list = skimJson(`[${Array.from({ length: 100 }, (_, i) => i).join(',')}]`) as SkimmedJson
  expect([list.length, list.get(7), list.get(8), list.get(-1), list.get('0')]).toEqual([100, 7, undefined, undefined, undefined])
})

test('handles any depth', () => {
  const depth = 100_000
  let value: unknown = skimJson(`${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`)
  for (let level = 0; level < 3; level += 1) value = ((value as SkimmedJson).get(0) as SkimmedJson).get('a')
  expect(isSkimmedJson(value)).toBe(true)
})
