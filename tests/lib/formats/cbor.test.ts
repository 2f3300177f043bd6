import { encode } from 'cborg'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { DUPLICATE } from '#lib/formats/tree'
import { propertyRuns } from '../../property-runs'
import { bytes, expectRest, notationText, notesOf, treeOf } from './notation-text'
import { show } from './show'

const TYPE = 'application/cbor'

/** Most are from RFC 8949, appendix A. */
test.each([
  ['1818', '24'],
  ['1bffffffffffffffff', '18446744073709551615'],
  ['3bffffffffffffffff', '-18446744073709551616'],
  ['f93c00', '1.0'],
  ['f98000', '-0.0'],
  ['f90001', '5.960464477539063e-8'],
  ['f9c400', '-4.0'],
  ['fa7f7fffff', '3.4028234663852886e+38'],
  ['fb3ff199999999999a', '1.1'],
  ['f97e00', 'NaN'],
  ['f97c00', 'Infinity'],
  ['f4', 'false'],
  ['f7', 'undefined'],
  ['f0', 'simple(16)'],
  ['f8ff', 'simple(255)'],
  ['4401020304', "h'01020304'"],
  ['62c3bc', '"ü"'],
  ['64f0908591', '"𐅑"'],
  ['8301820203820405', '[1, [2, 3], [4, 5]]'],
  ['a201020304', '{1: 2, 3: 4}'],
  ['a1f5f6', '{true: null}'],
  ['5f42010243030405ff', "h'0102030405'"],
  ['7f657374726561646d696e67ff', '"streaming"'],
  ['9fff', '[]'],
  ['9f018202039f0405ffff', '[1, [2, 3], [4, 5]]'],
  ['bf61610161629f0203ffff', '{"a": 1, "b": [2, 3]}'],
  ['d9d9f7 8101', '[1]'],
  ['0102', '1\n2'],
])('reads %s as %s', async (hex, text) => {
  expect(await treeOf(bytes(hex), TYPE)).toMatchObject({ text, problem: null })
})

test.each([
  ['c1 1a514b67b0', ['tag 1 (time): 2013-03-21 20:04:00.000 UTC']],
  ['c1 fb41d452d9ec200000', ['tag 1 (time): 2013-03-21 20:04:00.500 UTC']],
  ['c2 49010000000000000000', ['tag 2 (big number): 18446744073709551616']],
  ['c3 49010000000000000000', ['tag 3 (negative big number): -18446744073709551617']],
  ['d8 20 63 613a62', ['tag 32 (URI)']],
  ['d9 d9f7 c0 60', ['tag 55799 (self-described CBOR), tag 0 (date and time)']],
  ['c4 82 21 19 6ab3', ['tag 4 (decimal fraction)']],
  ['61 ff', ['a string that is not UTF-8']],
  ['f9 7e01', ['NaN with the bits 7e01']],
])('says what %s means', async (hex, notes) => {
  expect(notesOf(await treeOf(bytes(hex), TYPE))).toEqual(notes)
})

test('flags duplicate keys, even if they are not text', async () => {
  const tree = await treeOf(bytes('a3 01 02 f6 03 01 04'), TYPE)
  expect(Array.from(tree.flags, (flag) => flag & DUPLICATE)).toEqual([0, 1, 0, 1])
})

test.each([
  ['18', 0, 'the bytes end early'],
  ['82 01', 2, 'the bytes end early'],
  ['5b ffffffffffffffff 00', 9, 'the bytes end early'],
  ['ff', 0, 'a break where nothing is open'],
  ['81 1c', 1, 'the byte 1c begins no value'],
  ['81 fc', 1, 'this byte begins no value'],
  ['81 1f', 1, 'this kind of item needs a length'],
  ['81 5f 61 61 ff', 2, 'a chunk of another kind in the string'],
  ['bf 01 ff', 2, 'a break where nothing is open'],
])('says why %s is broken', async (hex, byte, message) => {
  const body = bytes(hex)
  const { view, failed } = await show(body, TYPE, { choice: 'cbor' })
  if (view?.shape !== 'tree') {
    expect(failed).toBe(message)
    return
  }
  expect(view.tree.problem?.message).toBe(message)
  expect(view.tree.problem?.place).toEqual({ byte })
  expectRest(view.tree, body)
})

test('a long chain of tags ends the tree without crashing the page', async () => {
  const { view, failed } = await show(new Uint8Array(100_000).fill(0xc1), TYPE, { choice: 'cbor' })
  expect(view).toBeNull()
  expect(failed).toBe('more than 16 tags stand in front of one value')
})

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, undefined),
    fc.integer(),
    fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n - 1n }),
    fc.double({ noInteger: true, noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array(),
    fc.array(tie('any'), { maxLength: 5 }),
    fc
      .uniqueArray(fc.tuple(fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer()), tie('any')), {
        maxLength: 5,
        selector: ([key]) => String(key),
      })
      .map((entries) => new Map(entries)),
  ),
})).any

test('reads what another encoder writes', async () => {
  await fc.assert(
    fc.asyncProperty(value, async (sent) => {
      const { view, failed } = await show(encode(sent, { mapSorter: () => 0 }), TYPE)
      if (view?.shape !== 'tree') throw new Error(String(failed))
      expect(view.tree).toMatchObject({ text: notationText(sent), problem: null })
    }),
  )
})

test('never throws, and shows the bytes after a fault', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 60 }), async (body) => {
      const { view, failed } = await show(body, TYPE, { choice: 'cbor' })
      expect(failed).not.toBe('the viewer has a bug')
      if (view?.shape === 'tree') expectRest(view.tree, body)
    }),
    { numRuns: propertyRuns(500) },
  )
})
