import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseForm } from '#lib/formats/form'
import { parseJson } from '#lib/formats/json'
import { SEARCH_SLICE, searchEscaped } from '#lib/formats/search-text'
import type { Tree } from '#lib/formats/tree'
import { nodeName } from '#lib/formats/tree-path'
import { foldedAtDepth, isClosingRow, openSiblings, rowNode, treeRows, UNFOLDED } from '#lib/formats/tree-rows'
import { escapingOf, nodeAt, rowByName } from '#lib/formats/tree-search'

function found(tree: Tree, needle: string): (string | null)[] {
  const all: number[] = []
  for (let from = 0; from < tree.text.length; from += SEARCH_SLICE)
    all.push(...searchEscaped(tree.text.slice(0), needle, escapingOf(tree), from))
  return all.map((offset) => nodeName(tree, nodeAt(tree, offset)))
}

const ESCAPED = parseJson('{"a":"caf\\u00e9","\\u0062c":1,"d":"two\\nlines","e":["é","\\ud83c\\udf89"],"f":"\\u0041\\u0041"}')

test.each([
  ['café', ['a']],
  ['é', ['a', '0']],
  ['BC', ['bc']],
  ['two\nlines', ['d']],
  ['🎉', ['1']],
  ['u00e9', ['a']], // as written in the source
  ['aa', ['f']], // once per value, however often it occurs there
  ['nowhere', []],
])('finds %j in JSON after decoding escapes', (needle, names) => {
  expect(found(ESCAPED, needle)).toEqual(names)
})

test.each([
  ['a b', ['q']],
  ['café', ['café', 'r']],
  ['%20', ['s']],
])('finds %j in a form after decoding percent escapes', (needle, names) => {
  expect(found(parseForm('q=a+b&caf%C3%A9=1&r=un+caf%C3%A9&s=x%20y'), needle)).toEqual(names)
})

test('finds a value across two slices once', () => {
  const long = `${'x'.repeat(SEARCH_SLICE - 20)}\\u00e9${'y'.repeat(100)}\\u00e8`
  const tree = parseJson(`["${long}","\\u00e8"]`)
  expect(found(tree, 'è')).toEqual(['0', '1'])
})

test('finds any part of a value', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 }), fc.nat(), (values, pick) => {
      const escaped = JSON.stringify(values).replace(
        /[^ -~]/g,
        (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
      const index = pick % values.length
      expect(found(parseJson(escaped), values[index]!)).toContain(String(index))
    }),
  )
})

const NAMES = parseJson('{"alpha":1,"Beta":{"bee":2},"gamma":3}')
const ROWS = treeRows(NAMES, UNFOLDED)
const named = (row: number, prefix: string) => {
  const at = rowByName(NAMES, ROWS, row, prefix)
  return at === null ? null : nodeName(NAMES, rowNode(ROWS[at]!))
}

test('searches a typed name from the current row on, and then from the top', () => {
  expect(named(0, 'b')).toBe('Beta')
  expect(named(3, 'b')).toBe('bee')
  expect(named(4, 'al')).toBe('alpha')
  expect(named(0, 'zz')).toBeNull()
})

test('expands siblings and leaves the rest folded', () => {
  const tree = parseJson('[{"a":{"x":1},"b":[2]},{"c":[3]}]')
  const folding = openSiblings(tree, foldedAtDepth(1), 1)
  const shown = Array.from(treeRows(tree, folding))
    .filter((code) => !isClosingRow(code))
    .map((code) => nodeName(tree, rowNode(code)))
  expect(shown).toEqual([null, '0', 'a', 'b', '1', 'c'])
})
