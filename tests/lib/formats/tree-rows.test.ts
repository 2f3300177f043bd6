import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseForm } from '#lib/formats/form'
import { parseJson } from '#lib/formats/json'
import { isContainer, nodeSource, valueHead, valueText } from '#lib/formats/tree'
import { nodeName, nodePath } from '#lib/formats/tree-path'
import {
  foldedAtDepth,
  initialFolding,
  isClosingRow,
  reveal,
  rowNode,
  toggleFold,
  treeRows,
  UNFOLDED,
} from '#lib/formats/tree-rows'
import { nodeAt } from '#lib/formats/tree-search'

const NESTED = parseJson('{"a":{"b":[1,{"c":2}],"d":{}},"e":3}')
const shown = (folding: Parameters<typeof treeRows>[1]) =>
  Array.from(
    treeRows(NESTED, folding),
    (code) => `${isClosingRow(code) ? '/' : ''}${nodeName(NESTED, rowNode(code)) ?? '$'}`,
  ).join(' ')

test('rows: each container opens and closes; empty and folded ones have one row', () => {
  expect(shown(UNFOLDED)).toBe('$ a b 0 1 c /1 /b d /a e /$')
  expect(shown(foldedAtDepth(0))).toBe('$')
  expect(shown(foldedAtDepth(1))).toBe('$ a e /$')
  expect(shown(foldedAtDepth(2))).toBe('$ a b d /a e /$')
  expect(shown(toggleFold(UNFOLDED, 2))).toBe('$ a b d /a e /$')
  expect(shown(toggleFold(foldedAtDepth(1), 1))).toBe('$ a b d /a e /$')
})

test('reveals a folded node, however deep, and leaves the rest folded', () => {
  expect(shown(reveal(NESTED, foldedAtDepth(1), 5))).toBe('$ a b 0 1 c /1 /b d /a e /$')
  const deep = parseJson(`${'['.repeat(100_000)}1${']'.repeat(100_000)}`)
  expect(treeRows(deep, reveal(deep, initialFolding(deep), 100_000)).length).toBe(200_001)
})

test.each([
  ['{"a":{"b c":[0,{"é":1}]}}', ['$', '$.a', '$.a["b c"]', '$.a["b c"][0]', '$.a["b c"][1]', '$.a["b c"][1].é']],
  ['{"":1,"a.b":2,"1":3,"\\"":4}', ['$', '$[""]', '$["a.b"]', '$["1"]', '$["\\""]']],
])('the paths in %s', (text, paths) => {
  const tree = parseJson(text)
  expect(Array.from({ length: tree.size }, (_, node) => nodePath(tree, node))).toEqual(paths)
})

test('a path leads to its value', () => {
  fc.assert(
    fc.property(fc.json(), (source) => {
      const tree = parseJson(source)
      const value = JSON.parse(source)
      for (let node = 0; node < tree.size; node++) {
        if (tree.flags.some((flag) => flag !== 0)) return
        const found = stepsOf(nodePath(tree, node)).reduce((at, step) => at[step], value)
        expect(found).toEqual(JSON.parse(nodeSource(tree, node)))
      }
    }),
    { numRuns: 60 },
  )
})

/** `$.a["b"][0]` → `a`, `b`, `0`. */
function stepsOf(path: string): string[] {
  return Array.from(
    path.matchAll(/\.([\p{L}\p{N}_]+)|\[(\d+|"(?:[^"\\]|\\.)*")\]/gu),
    ([, name, source]) => name ?? JSON.parse(source!),
  )
}

test('the node at an offset: keys and values', () => {
  const text = '{"a":{"b":1},"c":[2]}'
  const tree = parseJson(text)
  expect(nodeName(tree, nodeAt(tree, text.indexOf('"b"')))).toBe('b')
  expect(nodeName(tree, nodeAt(tree, text.indexOf('2')))).toBe('0')
  expect(nodeAt(tree, 0)).toBe(0)
})

test('valueHead returns the beginning of the value', () => {
  const piece = fc.constantFrom('a', 'é', '"', '\\', '\n', '🎉', '%', '+', ' ')
  fc.assert(
    fc.property(fc.array(piece, { minLength: 5 }), fc.integer({ min: 4, max: 30 }), (pieces, length) => {
      const text = pieces.join('')
      const json = parseJson(
        JSON.stringify(text).replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
      )
      expect(valueText(json, 0)).toBe(text)
      expect(text.startsWith(valueHead(json, 0, length).replace(/[\ud800-\udbff]$/, ''))).toBe(true)
      const form = parseForm(`x=${encodeURIComponent(text)}`)
      expect(text.startsWith(valueHead(form, 1, length).replace(/\uFFFD+$/, ''))).toBe(true)
    }),
  )
})

test("each row of any tree is a node's opening or closing row, once each", () => {
  fc.assert(
    fc.property(fc.json(), fc.nat({ max: 4 }), (source, depth) => {
      const tree = parseJson(source)
      const codes = [...treeRows(tree, foldedAtDepth(depth))]
      expect(new Set(codes).size).toBe(codes.length)
      const all = [...treeRows(tree, UNFOLDED)]
      const closing = all.filter(isClosingRow).map(rowNode)
      expect(all.length - closing.length).toBe(tree.size)
      expect(closing.every((node) => isContainer(tree, node) && tree.childCounts[node]! > 0)).toBe(true)
    }),
  )
})
