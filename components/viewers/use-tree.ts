'use client'

import { useEffect, useMemo, useState } from 'react'
import { isContainer, nodeDepth, nodeKind, type Tree } from '#lib/formats/tree'
import {
  foldedAtDepth,
  initialFolding,
  isClosingRow,
  isFolded,
  openSiblings,
  reveal,
  rowNode,
  rowOfNode,
  toggleFold,
  UNFOLDED,
} from '#lib/formats/tree-rows'
import { escapingOf, nodeAt, rowByName } from '#lib/formats/tree-search'
import type { RowTarget } from '../rows/virtual-rows'
import { useRows } from './use-rows'
import { useSearch } from './use-search'

/** How much of a panel is brought into view with its row. */
const PANEL_ROOM_PX = 200

/** The visible part of a tree, the current node, and the actions on it. */
export function useTree(tree: Tree) {
  // The lines of NDJSON and the fields of a form are independent: their root has no row.
  const bare = nodeKind(tree, 0) === 'lines' || nodeKind(tree, 0) === 'fields'
  const [folding, setFolding] = useState(() => initialFolding(tree))
  const [active, setActive] = useState(bare ? 1 : 0)
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  /** The node to bring into view once it has a row. */
  const [wanted, setWanted] = useState<number | null>(null)
  const [target, setTarget] = useState<RowTarget | null>(null)
  const search = useSearch(tree.text, escapingOf(tree))
  const all = useRows(tree, folding)
  const rows = useMemo(() => (bare ? all.subarray(1, -1) : all), [all, bare])

  function goTo(node: number, shown = folding): void {
    setFolding(reveal(tree, shown, node))
    setActive(node)
    setWanted(node)
  }

  useEffect(() => {
    const row = wanted === null ? -1 : rowOfNode(tree, rows, wanted)
    if (row < 0) return
    setTarget({ row })
    setWanted(null)
  }, [tree, rows, wanted])

  const offset = search.matches[search.current] ?? null
  // biome-ignore lint/correctness/useExhaustiveDependencies: jumps to a match once, when it becomes the current one
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
    toggleOpened(node: number) {
      if (!opened.has(node)) setTarget({ row: rowOfNode(tree, rows, node), roomPx: PANEL_ROOM_PX })
      setOpened((known) => toggled(known, node))
    },
    /** Goes to the next value whose name starts with `prefix`. `stay`: the current value may match too. */
    goToName(prefix: string, stay: boolean) {
      const row = rowByName(tree, rows, rowOfNode(tree, rows, active) + (stay ? 0 : 1), prefix)
      if (row !== null) goTo(rowNode(rows[row]!))
    },
    goToLast() {
      const last = rows.findLast((code) => !isClosingRow(code))
      if (last !== undefined) goTo(rowNode(last))
    },
    /** Moves by rows, skipping closing rows. */
    step(by: number) {
      let row = rowOfNode(tree, rows, active) + by
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
