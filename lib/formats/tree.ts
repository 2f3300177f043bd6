import { formText } from './form-text'
import type { SourceText } from './source-text'

/**
 * Kinds of tree nodes. `lines` and `fields` are the roots of NDJSON and form bodies; `broken` is text that is not a value.
 * `bytes` is a byte string of a binary format, written `h'…'` (RFC 8949 section 8).
 */
export const NODE_KINDS = ['object', 'array', 'lines', 'fields', 'string', 'number', 'literal', 'bytes', 'broken'] as const
export type NodeKind = (typeof NODE_KINDS)[number]

export const DUPLICATE = 1
/** The source ends or breaks off before the container is closed. */
export const UNCLOSED = 2

/** `at`: offset of the error. The text from `restAt` on belongs to no node. */
export type TreeProblem = { at: number; restAt: number; place: Place; message: string }

/** A position in the body: `line` and `column` count from 1, `byte` from 0. */
export type Place = { line: number; column: number } | { byte: number }

/**
 * A value as spans of its source text, in source order. Nothing is converted, so number text, key order and duplicates are kept.
 * Columns of numbers instead of objects: a million nodes are cheap to create and to transfer from the worker to the page.
 * Node 0 is the root; a node's children follow it up to `nexts[node]`.
 */
export type Tree = {
  text: SourceText
  size: number
  /** The charset of a form's percent escapes. */
  charset: string
  /** Indexes into `NODE_KINDS`. */
  kinds: Uint8Array
  flags: Uint8Array
  /** An empty span means no key (a child of an array), unless the root is `fields`. */
  keyStarts: Uint32Array
  keyEnds: Uint32Array
  starts: Uint32Array
  ends: Uint32Array
  parents: Uint32Array
  /** The first node after this one's descendants. */
  nexts: Uint32Array
  /** Index among its parent's children, from 0. */
  places: Uint32Array
  childCounts: Uint32Array
  /** By node: what the value means or what is odd about it. */
  notes: ReadonlyMap<number, string>
  /** By node: the full bytes of byte strings whose source shows only the beginning. */
  longBytes: ReadonlyMap<number, Uint8Array>
  problem: TreeProblem | null
}

export function nodeKind(tree: Tree, node: number): NodeKind {
  return NODE_KINDS[tree.kinds[node]!]!
}

export function isContainer(tree: Tree, node: number): boolean {
  return tree.kinds[node]! <= 3
}

/** The node's exact source text. */
export function nodeSource(tree: Tree, node: number): string {
  return tree.text.slice(tree.starts[node]!, tree.ends[node]!)
}

export function hasKey(tree: Tree, node: number): boolean {
  if (node === 0) return false
  const parent = nodeKind(tree, tree.parents[node]!)
  return parent === 'object' || parent === 'fields'
}

/** Counting stops here: drawing never needs more, and a body may nest millions deep. */
const DEPTH_MAX = 1000

/** Distance from the root, at most `DEPTH_MAX`. */
export function nodeDepth(tree: Tree, node: number): number {
  let depth = 0
  for (let at = node; at !== 0 && depth < DEPTH_MAX; at = tree.parents[at]!) depth++
  return depth
}

/** The value of a JSON string literal, or the literal itself if it is invalid. */
export function literalText(source: string): string {
  if (!source.startsWith('"')) return source
  if (!source.includes('\\')) return source.slice(1, -1)
  try {
    return JSON.parse(source) as string
  } catch {
    return source
  }
}

/** The decoded key, or null if the node has none. */
export function keyText(tree: Tree, node: number): string | null {
  if (!hasKey(tree, node)) return null
  const source = tree.text.slice(tree.keyStarts[node]!, tree.keyEnds[node]!)
  return nodeKind(tree, tree.parents[node]!) === 'fields' ? formText(source, tree.charset) : literalText(source)
}

/** The decoded value of a string; otherwise the source. */
export function valueText(tree: Tree, node: number): string {
  const source = nodeSource(tree, node)
  if (nodeKind(tree, node) !== 'string') return source
  return nodeKind(tree, tree.parents[node]!) === 'fields' && node !== 0 ? formText(source, tree.charset) : literalText(source)
}

/** An incomplete escape at the end of the text. `\\\\` is complete. */
const CUT_ESCAPE = /(?<=(?:^|[^\\])(?:\\\\)*)\\(?:u[0-9a-fA-F]{0,3})?$/

/** About the first `length` characters of `valueText`, cheap even for long values. */
export function valueHead(tree: Tree, node: number, length: number): string {
  if (tree.ends[node]! - tree.starts[node]! <= length) return valueText(tree, node)
  const head = tree.text.slice(tree.starts[node]!, tree.starts[node]! + length)
  return nodeKind(tree, node) === 'string' ? readHead(tree, node, head) : head
}

/** About the first `length` characters of `keyText`. */
export function keyHead(tree: Tree, node: number, length: number): string | null {
  if (!hasKey(tree, node) || tree.keyEnds[node]! - tree.keyStarts[node]! <= length) return keyText(tree, node)
  return readHead(tree, node, tree.text.slice(tree.keyStarts[node]!, tree.keyStarts[node]! + length))
}

/** Drops an incomplete escape at the end. */
function readHead(tree: Tree, node: number, head: string): string {
  if (nodeKind(tree, tree.parents[node]!) === 'fields') return formText(head.replace(/%.?$/, ''), tree.charset)
  return literalText(`${head.replace(CUT_ESCAPE, '')}"`)
}

/** The children of a container, in source order. */
export function* children(tree: Tree, node: number): Generator<number> {
  for (let at = node + 1; at < tree.nexts[node]!; at = tree.nexts[at]!) yield at
}

/** The last child of `node` with this key, because most programs use the last of duplicate keys. */
export function childByKey(tree: Tree, node: number, key: string): number | null {
  let found: number | null = null
  for (const child of children(tree, node)) if (keyText(tree, child) === key) found = child
  return found
}
