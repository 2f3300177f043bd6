import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { children, isContainer, nodeKind, nodeSource, type Tree } from '#lib/formats/tree'
import { propertyRuns } from '../../property-runs'
import { show, viewOf } from './show'

const TYPE = 'application/x-ndjson'
const treeOf = async (text: string) => viewOf(await show(text, TYPE), 'tree').tree
const sources = (tree: Tree) => Array.from(children(tree, 0), (node) => nodeSource(tree, node))

test.each([
  ['{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
  ['{"a":1}\r\n\r\n 7 \n', ['{"a":1}', '7']],
  ['\uFEFF1\n"x"\nnull', ['1', '"x"', 'null']],
  ['[1,\n2]', ['[1,', '', '2', ']']], // an empty piece says where a value is missing,
  ['{"a":1} x\n2', ['{"a":1}', 'x', '2']],
  ['plain\n{"a":', ['plain', '{', '"a":']],
])('reads %j', async (text, expected) => {
  expect(sources(await treeOf(text))).toEqual(expected)
})

test('counts the lines that are not JSON, and shows why at each', async () => {
  const shown = await show('{"a":1}\noops\n{"b" 2}\n', TYPE)
  expect(shown.notes).toEqual(['2 lines are not JSON, and shown as text.'])
  expect([...viewOf(shown, 'tree').tree.notes.values()]).toEqual(['this is not a JSON value', 'a colon is missing after the key'])
})

test('fails on white space alone', async () => {
  expect(await show(' \n\n', TYPE, { choice: 'ndjson' })).toMatchObject({ failed: 'there is no line with a value' })
})

test('never throws and never loses a character: values and white space join to the source', async () => {
  const line = fc.oneof(fc.json(), fc.string(), fc.constantFrom('{"a":1', '[1 2]', '"', '{"a" 1}', '}', ''))
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1 }), async (lines) => {
      const text = lines.join('\n')
      const { view } = await show(text, TYPE, { choice: 'ndjson' })
      if (view?.shape !== 'tree') return
      expect(leftOver(view.tree)).toMatch(/^[\s\uFEFF{}[\],:]*$/)
    }),
    { numRuns: propertyRuns(500) },
  )
})

/** The text outside keys, simple values and broken pieces. */
function leftOver(tree: Tree): string {
  let at = 0
  let left = ''
  const pass = (start: number, end: number) => {
    left += tree.text.slice(at, start)
    at = Math.max(at, end)
  }
  for (let node = 1; node < tree.size; node++) {
    if (tree.keyEnds[node]! > tree.keyStarts[node]!) pass(tree.keyStarts[node]!, tree.keyEnds[node]!)
    if (!isContainer(tree, node) || nodeKind(tree, node) === 'broken') pass(tree.starts[node]!, tree.ends[node]!)
  }
  return left + tree.text.slice(at)
}
