import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseForm } from '#lib/formats/form'
import { openNode } from '#lib/formats/open-node'
import { searchEscaped } from '#lib/formats/search-text'
import { DUPLICATE, keyText, type Tree, valueText } from '#lib/formats/tree'
import { escapingOf } from '#lib/formats/tree-search'
import { show, viewOf } from './show'

const fields = (tree: Tree) => Array.from({ length: tree.size - 1 }, (_, i) => [keyText(tree, i + 1), valueText(tree, i + 1)])

test.each([
  [
    'a=1&b=2',
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ],
  [
    'a=1&a=2',
    [
      ['a', '1'],
      ['a', '2'],
    ],
  ],
  ['q=a+b%20c%2B', [['q', 'a b c+']]],
  ['caf%C3%A9=%E2%82%AC', [['café', '€']]],
  ['a=b=c', [['a', 'b=c']]],
  ['a', [['a', '']]],
  ['=x', [['', 'x']]],
  ['&&a=1&', [['a', '1']]],
  [
    'p=100%&q=%zz&r=%4',
    [
      ['p', '100%'],
      ['q', '%zz'],
      ['r', '%4'],
    ],
  ],
  [
    'x[0][y]=1&x%5B0%5D%5By%5D=2',
    [
      ['x[0][y]', '1'],
      ['x[0][y]', '2'],
    ],
  ],
  ['e=é', [['e', 'é']]],
  ['n=%00%0A', [['n', '\0\n']]],
])('reads %s', (text, expected) => {
  expect(fields(parseForm(text))).toEqual(expected)
})

test('notes fields that repeat, have no value, or are not text', () => {
  const tree = parseForm('a=1&b&a=2&c=%ff')
  expect(Array.from(tree.flags, (flag) => flag & DUPLICATE)).toEqual([0, 1, 0, 1, 0])
  expect([...tree.notes]).toEqual([
    [2, 'no = follows the name'],
    [4, 'holds bytes that are not UTF-8'],
  ])
})

const FORM = 'application/x-www-form-urlencoded'

test.each([
  ['PayPal’s field', 'item=caf%E9+x&charset=windows-1252', FORM, 'café x', /windows-1252, as its field charset says/],
  ['the Content-Type', 'item=caf%E9', `${FORM}; charset=iso-8859-1`, 'café', /windows-1252, as the Content-Type says/],
  ['the field _charset_', 'item=%83e%83X%83g&_charset_=Shift_JIS', FORM, 'テスト', /shift_jis, as its field _charset_ says/],
  ['Shift_JIS with a letter as second byte', 'item=%83A%83%40', `${FORM}; charset=shift_jis`, 'アァ', /shift_jis/],
  ['GBK', 'item=%C4%E3%BA%C3', `${FORM}; charset=gbk`, '你好', /gbk/],
  ['EUC-KR', 'item=%C7%D1', `${FORM}; charset=euc-kr`, '한', /euc-kr/],
  ['UTF-8 under another name', 'item=caf%C3%A9', `${FORM}; charset=windows-1252`, 'cafÃ©', /may have named the wrong charset/],
  ['raw and escaped bytes together', 'item=caf\xe9%E9', `${FORM}; charset=windows-1252`, 'caféé', /windows-1252/],
])('reads percent escapes by the declared charset: %s', async (_, text, type, value, note) => {
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0))
  const shown = await show(bytes, type)
  const { tree } = viewOf(shown, 'tree')
  expect(valueText(tree, 1)).toBe(value)
  expect(shown.notes.join(' ')).toMatch(note)
  expect(new TextDecoder().decode(openNode(tree, 1).bytes)).toBe(value)
  const found = searchEscaped(text, value.slice(-1).toLowerCase(), escapingOf(tree), 0)
  expect(found.length).toBeGreaterThan(0)
})

test.each([
  ['item=caf%C3%A9&charset=windows-1252', FORM, 'café'],
  ['item=caf%C3%A9&charset=nonsense', FORM, 'café'],
  ['item=caf%C3%A9', `${FORM}; charset=nonsense`, 'café'],
  ['item=caf%C3%A9', `${FORM}; charset=utf-8`, 'café'],
  ['item=caf%E9', FORM, 'caf\ufffd'],
])('reads percent escapes of %s as UTF-8', async (text, type, value) => {
  expect(valueText(viewOf(await show(text, type), 'tree').tree, 1)).toBe(value)
})

test('notes a cut form, and fails on an empty one', async () => {
  const type = 'application/x-www-form-urlencoded'
  expect((await show('a=1&b=2', type, { truncated: true })).notes[0]).toMatch(/^Only the first part of the body was captured/)
  expect(await show('&&', type, { choice: 'form' })).toMatchObject({ view: null, failed: 'there is no field' })
})

test('reads the output of URLSearchParams, in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), { minLength: 1 }),
      (pairs) => {
        expect(fields(parseForm(new URLSearchParams(pairs).toString()))).toEqual(pairs)
      },
    ),
  )
})

test('never throws and never loses a character: names, values and separators join to the source', () => {
  const nearly = fc.array(fc.constantFrom('a', '=', '&', '%', '%4', '%41', '+', 'é', '\ud800', '\0'))
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        nearly.map((pieces) => pieces.join('')),
      ),
      (text) => {
        const { size, keyStarts, keyEnds, starts, ends } = parseForm(text)
        let at = 0
        let between = ''
        for (let node = 1; node < size; node++) {
          between += text.slice(at, keyStarts[node]!) + text.slice(keyEnds[node]!, starts[node]!)
          at = ends[node]!
        }
        expect(between + text.slice(at)).toMatch(/^[=&]*$/)
      },
    ),
  )
})
