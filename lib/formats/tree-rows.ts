import { children, isContainer, nodeDepth, type Tree } from './tree'

/**
 * Which containers are folded: those at `depth` or deeper, except where `toggled` says the opposite.
 * So "fold all" of a million containers is one number.
 */
export type Folding = { depth: number; toggled: ReadonlySet<number> }

export const UNFOLDED: Folding = { depth: Number.POSITIVE_INFINITY, toggled: new Set() }

/** Containers at `depth` and deeper are folded. */
export function foldedAtDepth(depth: number): Folding {
  return { depth, toggled: new Set() }
}

/** A small tree starts fully expanded, a large one with its first two levels. */
export function initialFolding(tree: Tree): Folding {
  return tree.size <= 2000 ? UNFOLDED : { depth: 2, toggled: new Set() }
}

export function isFolded(folding: Folding, node: number, depth: number): boolean {
  return depth >= folding.depth !== folding.toggled.has(node)
}

export function toggleFold(folding: Folding, node: number): Folding {
  const toggled = new Set(folding.toggled)
  if (!toggled.delete(node)) toggled.add(node)
  return { ...folding, toggled }
}

/** Expands the node and its siblings. */
export function openSiblings(tree: Tree, folding: Folding, node: number): Folding {
  if (node === 0) return isFolded(folding, 0, 0) ? toggleFold(folding, 0) : folding
  const parent = tree.parents[node]!
  const depth = nodeDepth(tree, node)
  const toggled = new Set(folding.toggled)
  for (const child of children(tree, parent)) {
    if (isContainer(tree, child) && isFolded(folding, child, depth) && !toggled.delete(child)) toggled.add(child)
  }
  return { ...folding, toggled }
}

/** Expands every container that hides the node. Returns the same object if none does. */
export function reveal(tree: Tree, folding: Folding, node: number): Folding {
  const ancestors: number[] = []
  for (let at = node; at !== 0; at = tree.parents[at]!) ancestors.push(tree.parents[at]!)
  const folded = ancestors.filter((ancestor, i) => isFolded(folding, ancestor, ancestors.length - 1 - i))
  if (folded.length === 0) return folding
  const toggled = new Set(folding.toggled)
  for (const ancestor of folded) if (!toggled.delete(ancestor)) toggled.add(ancestor)
  return { ...folding, toggled }
}

/** A row of the tree: `node * 2`, or `node * 2 + 1` for the row that closes the container. */
export type RowCode = number

export function rowNode(code: RowCode): number {
  return code >>> 1
}

export function isClosingRow(code: RowCode): boolean {
  return (code & 1) === 1
}

/** The visible rows under `folding`. An empty or folded container has one row. */
export function treeRows(tree: Tree, folding: Folding): Uint32Array {
  const writer = new RowsWriter(tree, folding)
  writer.write(Number.POSITIVE_INFINITY)
  return writer.rows
}

/** Computes the rows of `treeRows` incrementally, because millions of nodes take longer than one frame. */
export class RowsWriter {
  private readonly written: Uint32Array
  private readonly open: number[] = []
  private count = 0
  private node = 0

  constructor(
    private readonly tree: Tree,
    private readonly folding: Folding,
  ) {
    this.written = new Uint32Array(tree.size * 2)
  }

  get rows(): Uint32Array {
    return this.written.subarray(0, this.count)
  }

  /** Continues with up to `nodes` visible nodes. Returns true when all rows are written. */
  write(nodes: number): boolean {
    const { tree, folding, open, written } = this
    for (let left = nodes; left > 0 && this.node < tree.size; left--) {
      const { node } = this
      this.closeBefore(node)
      written[this.count++] = node * 2
      if (!isContainer(tree, node) || tree.childCounts[node] === 0) this.node++
      else if (isFolded(folding, node, open.length)) this.node = tree.nexts[node]!
      else open.push(this.node++)
    }
    if (this.node < tree.size) return false
    this.closeBefore(tree.size)
    return true
  }

  private closeBefore(node: number): void {
    const { tree, open } = this
    while (open.length > 0 && tree.nexts[open.at(-1)!]! <= node) this.written[this.count++] = open.pop()! * 2 + 1
  }
}

/** The row that opens `node`, or -1 if it is hidden. */
export function rowOfNode(tree: Tree, rows: Uint32Array, node: number): number {
  let low = 0
  let high = rows.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (standsBefore(tree, rows[middle]!, node)) low = middle + 1
    else high = middle
  }
  return rows[low] === node * 2 ? low : -1
}

function standsBefore(tree: Tree, code: RowCode, node: number): boolean {
  return isClosingRow(code) ? tree.nexts[rowNode(code)]! <= node : rowNode(code) < node
}
