'use client'

import { useCallback, useEffect, useMemo, useState } from 'react'
import { isContainer, nodeDepth, nodeKind, type Tree } from '#lib/viewers/tree'
import {
  foldedAtDepth,
  initialFolding,
  isClosingRow,
  isFolded,
  openSiblings,
  reveal,
  rowNode,
  toggleFold,
  treeRows,
  UNFOLDED,
} from '#lib/viewers/tree-rows'
import { nodeAt, rowByName, searchTree } from '#lib/viewers/tree-search'
import { useSearch } from './use-search'
import type { RowTarget } from './virtual-rows'

/** What of a tree shows, what of it is looked at, and what can be done to it. */
export function useTree(tree: Tree) {
  // The lines of NDJSON and the fields of a form stand by themselves: their root has no row.
  const bare = nodeKind(tree, 0) === 'lines' || nodeKind(tree, 0) === 'fields'
  const [folding, setFolding] = useState(() => initialFolding(tree))
  const [active, setActive] = useState(bare ? 1 : 0)
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  const [target, setTarget] = useState<RowTarget | null>(null)
  const find = useCallback((needle: string, from: number) => searchTree(tree, needle, from), [tree])
  const search = useSearch(tree.text, find)
  const rows = useMemo(() => {
    const all = treeRows(tree, folding)
    return bare ? all.subarray(1, all.length - 1) : all
  }, [tree, folding, bare])

  function goTo(node: number, shown = folding): void {
    const unfolded = reveal(tree, shown, node)
    if (unfolded !== folding) setFolding(unfolded)
    setActive(node)
    const all = treeRows(tree, unfolded)
    setTarget({ row: all.indexOf(node * 2) - (bare ? 1 : 0) })
  }

  const offset = search.matches[search.current] ?? null
  // biome-ignore lint/correctness/useExhaustiveDependencies: a match is gone to once, when it becomes the current one
  useEffect(() => {
    if (offset !== null) goTo(Math.max(bare ? 1 : 0, nodeAt(tree, offset)))
  }, [offset])

  return {
    rows,
    search,
    active,
    target,
    opened,
    depthOf: (node: number) => nodeDepth(tree, node) - (bare ? 1 : 0),
    foldedAt: (node: number) => isContainer(tree, node) && isFolded(folding, node, nodeDepth(tree, node)),
    setActive,
    goTo,
    toggle: (node: number) => setFolding(toggleFold(folding, node)),
    /** Level 1: the outermost values only. */
    foldTo: (level: number) => setFolding(foldedAtDepth(level)),
    unfoldAll: () => setFolding(UNFOLDED),
    openSiblings: (node: number) => setFolding(openSiblings(tree, folding, node)),
    toggleOpened: (node: number) => setOpened((known) => toggled(known, node)),
    /** Goes to the next value whose name begins so; `stay`: the active one will do. */
    goToName(prefix: string, stay: boolean) {
      const row = rowByName(tree, rows, rows.indexOf(active * 2) + (stay ? 0 : 1), prefix)
      if (row !== null) goTo(rowNode(rows[row]!))
    },
    goToLast() {
      const last = rows.findLast((code) => !isClosingRow(code))
      if (last !== undefined) goTo(rowNode(last))
    },
    /** Moves by rows that are no closing line. */
    step(by: number) {
      let row = rows.indexOf(active * 2) + by
      while (row > 0 && row < rows.length - 1 && isClosingRow(rows[row]!)) row += Math.sign(by)
      const code = rows[Math.max(0, Math.min(rows.length - 1, row))]
      if (code !== undefined && !isClosingRow(code)) goTo(rowNode(code))
    },
  }
}

export type TreeState = ReturnType<typeof useTree>

function toggled(set: ReadonlySet<number>, node: number): Set<number> {
  const next = new Set(set)
  if (!next.delete(node)) next.add(node)
  return next
}
