import { lastAtMost } from './text-block'
import type { Tree } from './tree'

/** The node whose key or value stands at `offset` of the source. */
export function nodeAt(tree: Tree, offset: number): number {
  const node = lastAtMost(tree.starts, offset, tree.size)
  const next = node + 1
  return next < tree.size && tree.keyEnds[next]! > 0 && tree.keyStarts[next]! <= offset ? next : node
}
