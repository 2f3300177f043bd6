import { encode } from '@msgpack/msgpack'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { DUPLICATE } from '#lib/formats/tree'
import { propertyRuns } from '../../property-runs'
import { bytes, expectRest, notationText, notesOf, treeOf } from './notation-text'
import { show } from './show'

const TYPE = 'application/msgpack'

test.each([
  ['00', '0'],
  ['7f', '127'],
  ['ff', '-1'],
  ['cf ffffffffffffffff', '18446744073709551615'],
  ['d3 8000000000000000', '-9223372036854775808'],
  ['d3 0020000000000001', '9007199254740993'],
  ['c0', 'null'],
  ['c3', 'true'],
  ['ca 3fc00000', '1.5'],
  ['cb 8000000000000000', '-0.0'],
  ['cb 7ff0000000000000', 'Infinity'],
  ['cb 4000000000000000', '2.0'],
  ['a3 c3a921', '"é!"'],
  ['d9 02 6869', '"hi"'],
  ['a2 0a00', '"\\n\\u0000"'],
  ['a2 fffe', "h'fffe'"],
  ['c4 02 00ff', "h'00ff'"],
  ['90', '[]'],
  ['80', '{}'],
  ['92 01 91 02', '[1, [2]]'],
  ['82 a162 01 a161 02', '{"b": 1, "a": 2}'],
  ['81 01 a178', '{1: "x"}'],
  ['81 92 01 02 c2', '{[1, 2]: false}'],
  ['d4 05 2a', "h'2a'"],
  ['01 a162 c0', '1\n"b"\nnull'],
])('reads %s as %s', async (hex, text) => {
  const tree = await treeOf(bytes(hex), TYPE)
  expect(tree).toMatchObject({ text, problem: null })
})

test('explains extensions, odd strings and odd NaNs', async () => {
  const note = async (hex: string) => notesOf(await treeOf(bytes(hex), TYPE))
  expect(await note('d4 05 2a')).toEqual(['extension 5'])
  expect(await note('d6 ff 5f5e1000')).toEqual(['timestamp 2020-09-13 12:26:40.000 UTC'])
  expect(await note('d7 ff 0000000c5f5e1000')).toEqual(['timestamp 2020-09-13 12:26:40.000 UTC, 3 ns'])
  expect(await note('c7 0c ff 00000001 ffffffffffffffff')).toEqual(['timestamp 1969-12-31 23:59:59.000 UTC, 1 ns'])
  expect(await note('a1 ff')).toEqual(['a string that is not UTF-8'])
  expect(await note('cb 7ff8000000000001')).toEqual(['NaN with the bits 7ff8000000000001'])
  expect(await note('cb 7ff8000000000000')).toEqual([])
})

test('flags duplicate keys', async () => {
  const tree = await treeOf(bytes('83 a161 01 a162 02 a161 03'), TYPE)
  expect(Array.from(tree.flags, (flag) => flag & DUPLICATE)).toEqual([0, 1, 0, 1])
})

test.each([
  ['a5 6869', 1, 'the bytes end early', "h'6869'"],
  ['92 01', 2, 'the bytes end early', ''],
  ['c1', 0, 'the byte c1 begins no value', "h'c1'"],
  ['92 01 c1 ff', 2, 'the byte c1 begins no value', "h'c1ff'"],
  ['dd ffffffff 01', 6, 'the bytes end early', ''],
])('keeps what precedes and follows the fault of %s at byte %i', async (hex, byte, message, rest) => {
  const shown = await show(bytes(hex), TYPE, { choice: 'msgpack' })
  if (shown.view === null) {
    expect(shown.failed).toBe(message)
    return
  }
  if (shown.view.shape !== 'tree') throw new Error(shown.view.shape)
  const { text, problem } = shown.view.tree
  expect(problem).toMatchObject({ place: { byte }, message })
  expect(text.slice(problem!.restAt).trim()).toBe(rest)
})

test('shows the beginning of a long byte string, and opens all of it', async () => {
  const long = new Uint8Array(100_000).fill(7)
  const tree = await treeOf(Uint8Array.of(0xc6, 0, 1, 0x86, 0xa0, ...long), TYPE)
  expect(tree.longBytes.get(0)).toEqual(long)
  expect(tree.text.length).toBeLessThan(140_000)
})

test('excessive nesting ends the tree without crashing the page', async () => {
  const tree = await treeOf(new Uint8Array(50_000).fill(0x91), TYPE)
  expect(tree.problem?.message).toBe('it nests deeper than 200 levels')
})

/** Values that both sides support. Text is well-formed, because the encoder would replace other text with U+FFFD. */
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.integer(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
    fc.double({ noInteger: true, noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array(),
    fc.array(tie('any'), { maxLength: 5 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('any'), { maxKeys: 5 }),
  ),
})).any

test('reads what another encoder writes', async () => {
  await fc.assert(
    fc.asyncProperty(value, async (sent) => {
      const shown = await show(encode(sent, { useBigInt64: true }), TYPE)
      if (shown.view?.shape !== 'tree') throw new Error(String(shown.failed))
      expect(shown.view.tree).toMatchObject({ text: notationText(withMaps(sent)), problem: null })
    }),
  )
})

/** Objects as maps, so that keys like `__proto__` and `1` keep their order. */
function withMaps(sent: unknown): unknown {
  if (Array.isArray(sent)) return sent.map(withMaps)
  if (typeof sent !== 'object' || sent === null || sent instanceof Uint8Array) return sent
  return new Map(Object.entries(sent).map(([key, value]) => [key, withMaps(value)]))
}

test('never throws, and shows the bytes after a fault', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 60 }), async (body) => {
      const { view, failed } = await show(body, TYPE, { choice: 'msgpack' })
      expect(failed).not.toBe('the viewer has a bug')
      if (view?.shape === 'tree') expectRest(view.tree, body)
    }),
    { numRuns: propertyRuns(500) },
  )
})
