import { keyHead, keyText, nodeKind, type Tree } from './tree'

/** The JSONPath of a node (RFC 9535): `$.items[0]["a b"]`. The first step is the line in NDJSON and the field's name in a form. */
export function nodePath(tree: Tree, node: number): string {
  const steps: string[] = []
  for (let at = node; at !== 0; at = tree.parents[at]!) steps.push(step(tree, at))
  return `$${steps.reverse().join('')}`
}

function step(tree: Tree, node: number): string {
  const key = keyText(tree, node)
  if (key === null) return `[${tree.places[node]}]`
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}

/** Longest name drawn in a row. The path has the full name. */
const NAME_CHARS = 400

/** The label in front of a value: its key (shortened if long), its array index, or its line number. */
export function nodeName(tree: Tree, node: number): string | null {
  if (node === 0) return null
  const parent = nodeKind(tree, tree.parents[node]!)
  if (parent === 'lines') return String(tree.places[node]! + 1)
  return keyHead(tree, node, NAME_CHARS) ?? String(tree.places[node])
}
