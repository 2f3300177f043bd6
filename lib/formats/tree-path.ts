import { keyHead, keyText, nodeKind, type Tree } from './tree'

/** The way to a node as JSONPath (RFC 9535): `$.items[0]["a b"]`. In NDJSON the first step is the line; in a form the name. */
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

/** Names are drawn: more of one is in the path. */
const NAME_CHARS = 400

/** What stands in front of a value: its key, or the beginning of a long one, its place in an array, or the number of its line. */
export function nodeName(tree: Tree, node: number): string | null {
  if (node === 0) return null
  const parent = nodeKind(tree, tree.parents[node]!)
  if (parent === 'lines') return String(tree.places[node]! + 1)
  return keyHead(tree, node, NAME_CHARS) ?? String(tree.places[node])
}
