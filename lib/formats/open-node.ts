import { decodeEmbedded, type EmbeddedBody, embeddedLabel } from './embedded-body'
import { formText } from './form-text'
import { literalText, nodeKind, type Tree, valueHead } from './tree'

/** Longer values (in characters) are shown shortened until they are opened. */
export const LONG_VALUE = 300
const HEAD_CHARS = 8192

/**
 * What a value can be opened as: the body inside it, or its full text if it is long; otherwise null. Cheap enough to call for every row
 * drawn.
 */
export function openLabelOf(tree: Tree, node: number): string | null {
  const length = tree.ends[node]! - tree.starts[node]!
  const kind = nodeKind(tree, node)
  if (kind === 'bytes') return length > 20 ? 'bytes' : null
  const label = kind === 'string' ? embeddedLabel(valueHead(tree, node, HEAD_CHARS)) : null
  return label ?? (length > LONG_VALUE ? 'whole value' : null)
}

/** A value as a span of the text, and the notation used there. */
export type OpenedValue = { start: number; end: number; escaping: 'bytes' | 'literal' | 'field' | 'plain'; charset: string }

export function openedValue(tree: Tree, node: number): OpenedValue {
  const kind = nodeKind(tree, node)
  const inForm = node !== 0 && nodeKind(tree, tree.parents[node]!) === 'fields'
  const escaping = kind === 'bytes' ? 'bytes' : kind !== 'string' ? 'plain' : inForm ? 'field' : 'literal'
  return { start: tree.starts[node]!, end: tree.ends[node]!, escaping, charset: tree.charset }
}

/** The body inside a value. */
export function openNode(tree: Tree, node: number): EmbeddedBody {
  const bytes = tree.longBytes.get(node)
  return bytes ? { label: 'bytes', bytes, contentType: null } : openValue(tree.text, openedValue(tree, node))
}

/** Like `openNode`, for a value without its tree. The source of `bytes` may be only the beginning: see `longBytes` of the tree. */
export function openValue(text: Tree['text'], { start, end, escaping, charset }: OpenedValue): EmbeddedBody {
  const source = text.slice(start, end)
  if (escaping === 'bytes') return { label: 'bytes', bytes: hexBytes(source), contentType: null }
  const value = escaping === 'field' ? formText(source, charset) : escaping === 'literal' ? literalText(source) : source
  const inside = escaping === 'plain' ? null : decodeEmbedded(value)
  return inside ?? { label: 'whole value', bytes: new TextEncoder().encode(value), contentType: 'text/plain' }
}

/** Decodes `h'00ff'`. */
function hexBytes(source: string): Uint8Array {
  const digits = source.replace(/^h'|[^0-9a-f]+$/g, '')
  return Uint8Array.from({ length: digits.length >> 1 }, (_, i) => Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16))
}
