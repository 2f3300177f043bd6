import type { Escaping } from './source-text'
import { lastAtMost } from './text-block'
import { nodeKind, type Tree } from './tree'
import { nodeName } from './tree-path'
import { isClosingRow, rowNode } from './tree-rows'

/** The node whose key or value is at `offset` of the source. */
export function nodeAt(tree: Tree, offset: number): number {
  const node = lastAtMost(tree.starts, offset, tree.size)
  const next = node + 1
  return next < tree.size && tree.keyEnds[next]! > 0 && tree.keyStarts[next]! <= offset ? next : node
}

/** How the strings of a tree are written in its text. */
export function escapingOf(tree: Tree): Escaping {
  return nodeKind(tree, 0) === 'fields' ? `fields ${tree.charset}` : 'literals'
}

/** How many rows type-ahead searches. */
const ROWS_MAX = 200_000

/** The next row after `row`, wrapping around to the top, whose name begins with `prefix` (case-insensitive); or null. */
export function rowByName(tree: Tree, rows: Uint32Array, row: number, prefix: string): number | null {
  const wanted = prefix.toLowerCase()
  for (let i = 0; i < Math.min(rows.length, ROWS_MAX); i++) {
    const at = (row + i) % rows.length
    const code = rows[at]!
    if (!isClosingRow(code) && nodeName(tree, rowNode(code))?.toLowerCase().startsWith(wanted)) return at
  }
  return null
}
