import { type Inside, insideLabel, openInside } from './inside'
import { nodeKind, nodeSource, type Tree, valueHead, valueText } from './tree'

/** Values beyond so many characters are shown cut, and wholly when they are opened. */
export const LONG_VALUE = 300
const LOOK = 8192

/** What a value can be opened as, or null: what it holds, or all of it where it is long. Cheap: asked for each row that is drawn. */
export function openLabelOf(tree: Tree, node: number): string | null {
  const length = tree.ends[node]! - tree.starts[node]!
  const kind = nodeKind(tree, node)
  if (kind === 'bytes') return length > 20 ? 'bytes' : null
  const label = kind === 'string' ? insideLabel(valueHead(tree, node, LOOK)) : null
  return label ?? (length > LONG_VALUE ? 'whole value' : null)
}

/** The body within a value. */
export function openNode(tree: Tree, node: number): Inside {
  if (nodeKind(tree, node) === 'bytes')
    return { label: 'bytes', bytes: tree.longBytes.get(node) ?? hexBytes(nodeSource(tree, node)), contentType: null }
  const text = valueText(tree, node)
  const inside = nodeKind(tree, node) === 'string' ? openInside(text) : null
  return inside ?? { label: 'whole value', bytes: new TextEncoder().encode(text), contentType: 'text/plain' }
}

/** From `h'00ff'`. */
function hexBytes(source: string): Uint8Array {
  const digits = source.replace(/^h'|[^0-9a-f]+$/g, '')
  return Uint8Array.from({ length: digits.length >> 1 }, (_, i) => Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16))
}
