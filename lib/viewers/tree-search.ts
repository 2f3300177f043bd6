import { SEARCH_SLICE, searchSlice } from './search-text'
import { lastAtMost } from './text-block'
import { formText, literalText, nodeKind, type Tree } from './tree'
import { nodeName } from './tree-path'
import { isClosingRow, rowNode } from './tree-rows'

/** The node whose key or value stands at `offset` of the source. */
export function nodeAt(tree: Tree, offset: number): number {
  const node = lastAtMost(tree.starts, offset, tree.size)
  const next = node + 1
  return next < tree.size && tree.keyEnds[next]! > 0 && tree.keyStarts[next]! <= offset ? next : node
}

/** Longer ones are searched as they stand only: reading their escapes would hold the page up. */
const READ_MAX = 4 << 20

/**
 * Where `needle` stands in the slice from `from` on, as `searchSlice` finds it in the source; and where it is found only once escapes
 * are read (`caf\u00e9`, `caf%C3%A9`): there the first escape of the key or value is the place.
 */
export function searchTree(tree: Tree, needle: string, from: number): number[] {
  const plain = searchSlice(tree.text, needle, from)
  const read = needle === '' ? [] : readMatches(tree, needle.toLowerCase(), from)
  return read.length === 0 ? plain : [...plain, ...read].sort((a, b) => a - b)
}

function readMatches(tree: Tree, needle: string, from: number): number[] {
  const { text } = tree
  const mark = nodeKind(tree, 0) === 'fields' ? /[%+]/g : /\\/g
  const found: number[] = []
  mark.lastIndex = from
  for (let match = mark.exec(text); match !== null && match.index < from + SEARCH_SLICE; match = mark.exec(text)) {
    const span = spanAt(tree, match.index)
    if (span === null) continue
    mark.lastIndex = span.end
    if (hasMark(text.slice(span.start, from), mark)) continue // it began in the slice before
    const source = text.slice(span.start, span.end)
    if (source.length > READ_MAX || source.toLowerCase().includes(needle)) continue
    const plain = nodeKind(tree, 0) === 'fields' ? formText(source) : literalText(source)
    if (plain.toLowerCase().includes(needle)) found.push(match.index)
  }
  return found
}

function hasMark(text: string, mark: RegExp): boolean {
  return text.search(mark) >= 0 // `search` looks from the beginning and leaves `lastIndex` alone
}

/** The key or the string at `offset`. */
function spanAt(tree: Tree, offset: number): { start: number; end: number } | null {
  const node = nodeAt(tree, offset)
  const spans: [number, number][] = [[tree.keyStarts[node]!, tree.keyEnds[node]!]]
  if (nodeKind(tree, node) === 'string') spans.push([tree.starts[node]!, tree.ends[node]!])
  const span = spans.find(([start, end]) => start <= offset && offset < end)
  return span ? { start: span[0], end: span[1] } : null
}

/** Rows looked through for a name that is typed. */
const ROWS_MAX = 200_000

/** The next row after `row`, and then from the top, whose name begins with `prefix`, whatever its case; or null. */
export function rowByName(tree: Tree, rows: Uint32Array, row: number, prefix: string): number | null {
  const wanted = prefix.toLowerCase()
  for (let i = 0; i < Math.min(rows.length, ROWS_MAX); i++) {
    const at = (row + i) % rows.length
    const code = rows[at]!
    if (!isClosingRow(code) && nodeName(tree, rowNode(code))?.toLowerCase().startsWith(wanted)) return at
  }
  return null
}
