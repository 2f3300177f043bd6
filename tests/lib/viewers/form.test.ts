import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseForm } from '#lib/viewers/form'
import { DUPLICATE, keyText, type Tree, valueText } from '#lib/viewers/tree'
import { show } from './show'

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

test('says which fields repeat, have no value, or are no text', () => {
  const tree = parseForm('a=1&b&a=2&c=%ff')
  expect(Array.from(tree.flags, (flag) => flag & DUPLICATE)).toEqual([0, 1, 0, 1, 0])
  expect([...tree.notes]).toEqual([
    [2, 'no = follows the name'],
    [4, 'holds bytes that are not UTF-8'],
  ])
})

test('a cut form says so, and an empty one fails', async () => {
  const type = 'application/x-www-form-urlencoded'
  expect((await show('a=1&b=2', type, { truncated: true })).notes[0]).toMatch(/^The body was cut when it was captured/)
  expect(await show('&&', type, { choice: 'form' })).toMatchObject({ view: null, failed: 'there is no field' })
})

test('reads what URLSearchParams writes, in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), { minLength: 1 }),
      (pairs) => {
        expect(fields(parseForm(new URLSearchParams(pairs).toString()))).toEqual(pairs)
      },
    ),
  )
})

test('never throws and never loses a character: names, values and what is between join to the source', () => {
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
