import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseTime, printTime } from '#lib/core/filter/amounts'
import { parseFilter } from '#lib/core/filter/parse-filter'
import { printFilter } from '#lib/core/filter/print-filter'
import { rangeOf, withoutRange, withRange } from '#lib/core/filter/time-range'
import { anyFilter } from './arbitrary-filter'

const FROM = Date.parse('2026-05-04T10:00Z')
const TO = Date.parse('2026-05-04T10:05:30Z')
const WORDS = 'after:2026-05-04T10:00Z before:2026-05-04T10:05:30Z'

describe('puts a range into a filter and keeps the rest of the text', () => {
  test.each([
    ['', WORDS],
    ['  ', WORDS],
    ['method:post   path:/A*', `method:post   path:/A* ${WORDS}`],
    ['after:10m', WORDS],
    ['AFTER:2026-01-01 size:>1KB before:2026-02-01', `size:>1KB ${WORDS}`],
    ['a or b', `(a or b) ${WORDS}`],
    ['(a or b) after:1h', `(a or b) ${WORDS}`],
    ['a and after:1h and b', `a b ${WORDS}`],
    ['(a after:1h)', `a ${WORDS}`],
    ['not after:1h', `not after:1h ${WORDS}`],
    ['a or after:1h', `(a or after:1h) ${WORDS}`],
    ['"say after:1h twice" after:2h', `"say after:1h twice" ${WORDS}`],
    ['$.when==" after:1h" after:2h', `$.when==" after:1h" ${WORDS}`],
    ['(broken', `(broken ${WORDS}`],
  ])('%s -> %s', (text, expected) => {
    expect(withRange(text, { from: FROM, to: TO })).toBe(expected)
  })
})

test('a range can be added to, read from, replaced in and removed from any filter', () => {
  const range = fc.tuple(fc.nat(4_000_000_000_000), fc.nat(4_000_000_000)).map(([from, span]) => ({ from, to: from + span }))
  fc.assert(
    fc.property(anyFilter, range, range, (filter, first, second) => {
      const text = printFilter(filter)
      fc.pre(text.length < 800)
      const once = withRange(text, first)
      expect(rangeOf(once, 0)).toEqual(first)
      expect(withRange(once, second)).toBe(withRange(text, second))
      const rest = withoutRange(text)
      expect(meaning(withoutRange(once))).toBe(meaning(rest))
      expect(rangeOf(rest, 0)).toEqual({ from: null, to: null })
    }),
  )
})

function meaning(text: string): string {
  const parsed = parseFilter(text)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return printFilter(parsed.filter)
}

test('a range relative to now is a range too', () => {
  expect(rangeOf('after:10m x', 1_000_000)).toEqual({ from: 400_000, to: null })
  expect(rangeOf('after:10m or x', 1_000_000)).toEqual({ from: null, to: null })
  expect(rangeOf('(', 1_000_000)).toEqual({ from: null, to: null })
})

test('prints a time briefly and reads it back as the same', () => {
  expect(
    ['2026-05-04', '2026-05-04T10:00Z', '2026-05-04T10:00:05Z', '2026-05-04T10:00:05.250Z'].map((text) =>
      printTime(parseTime(text)!),
    ),
  ).toEqual(['2026-05-04', '2026-05-04T10:00Z', '2026-05-04T10:00:05Z', '2026-05-04T10:00:05.250Z'])
  fc.assert(fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (ms) => parseTime(printTime(ms)) === ms))
})
