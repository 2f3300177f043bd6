'use client'

import { type KeyboardEvent, useId, useMemo } from 'react'
import { openLabelOf, openNode } from '#lib/viewers/open-node'
import { isContainer, keyText, type Tree } from '#lib/viewers/tree'
import { nodeName } from '#lib/viewers/tree-path'
import { isClosingRow, rowNode } from '#lib/viewers/tree-rows'
import { Button } from '../ui/button'
import { BrokenPlace } from './broken-place'
import { InsidePanel } from './inside-panel'
import { SearchBar } from './search-bar'
import { TreeRow } from './tree-row'
import { type TreeState, useTree } from './use-tree'
import { VirtualRows } from './virtual-rows'

const ROW_PX = 20
const PAGE_ROWS = 20
/** Fewer are all in view. */
const SEARCH_NODES = 12

/** A tree with folding and search. One stop of the tab key; arrows move in it, Enter opens what a value holds. */
export default function TreeView({ tree, fill }: { tree: Tree; fill: boolean }) {
  const state = useTree(tree)
  const id = useId()
  const hasFolds = useMemo(() => tree.childCounts.some((count, node) => count > 0 && node > 0), [tree])
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-1 px-4 pb-1.5">
        {tree.size > SEARCH_NODES && <SearchBar search={state.search} />}
        {hasFolds && (
          <>
            <Button variant="ghost" size="sm" onClick={state.foldAll}>
              Fold all
            </Button>
            <Button variant="ghost" size="sm" onClick={state.unfoldAll}>
              Unfold all
            </Button>
          </>
        )}
      </div>
      <VirtualRows
        fill={fill}
        count={state.rows.length}
        rowPx={ROW_PX}
        target={state.target}
        panels={usePanels(tree, state)}
        role="tree"
        aria-label="Values"
        tabIndex={0}
        aria-activedescendant={`${id}-${state.active}`}
        onKeyDown={(event) => moveByKey(event, tree, state)}
        className="-outline-offset-2"
      >
        {(row) => <Row tree={tree} state={state} code={state.rows[row]!} id={id} />}
      </VirtualRows>
      {tree.problem !== null && <BrokenPlace text={tree.text} problem={tree.problem} />}
    </>
  )
}

function Row({ tree, state, code, id }: { tree: Tree; state: TreeState; code: number; id: string }) {
  const node = rowNode(code)
  const depth = state.depthOf(node)
  const folded = state.foldedAt(node)
  const shared = { tree, node, depth, folded, needle: state.search.needle }
  const actions = { onFold: () => state.toggle(node), onOpen: () => state.toggleOpened(node) }
  if (isClosingRow(code)) return <TreeRow {...shared} {...actions} closing opened={false} active={false} />
  const active = node === state.active
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keys
    <div
      role="treeitem"
      id={`${id}-${node}`}
      tabIndex={-1}
      aria-level={Math.max(1, depth + 1)}
      aria-selected={active}
      aria-expanded={isContainer(tree, node) && tree.childCounts[node]! > 0 ? !folded : undefined}
      aria-label={isContainer(tree, node) || keyText(tree, node) !== null ? (nodeName(tree, node) ?? 'root') : undefined} // a bare value is named by what it shows
      onClick={() => state.setActive(node)}
      className="h-full outline-none"
    >
      <TreeRow {...shared} {...actions} closing={false} opened={state.opened.has(node)} active={active} />
    </div>
  )
}

/** What is open, where its row shows. */
function usePanels(tree: Tree, state: TreeState) {
  const { rows, opened } = state
  return useMemo(
    () =>
      [...opened]
        .map((node) => ({ node, row: rows.indexOf(node * 2) }))
        .filter(({ row }) => row >= 0)
        .sort((a, b) => a.row - b.row)
        .map(({ node, row }) => ({ row, key: String(node), content: <InsidePanel inside={openNode(tree, node)} /> })),
    [tree, rows, opened],
  )
}

function moveByKey(event: KeyboardEvent<HTMLDivElement>, tree: Tree, state: TreeState): void {
  if (event.target !== event.currentTarget) return // a key that is meant for something within
  const action = keyAction(event.key, tree, state)
  if (action === null) return
  event.preventDefault()
  event.stopPropagation()
  action()
}

function keyAction(key: string, tree: Tree, state: TreeState): (() => void) | null {
  const { active } = state
  const foldable = isContainer(tree, active) && tree.childCounts[active]! > 0
  const folded = foldable && state.foldedAt(active)
  switch (key) {
    case 'ArrowDown':
      return () => state.step(1)
    case 'ArrowUp':
      return () => state.step(-1)
    case 'PageDown':
      return () => state.step(PAGE_ROWS)
    case 'PageUp':
      return () => state.step(-PAGE_ROWS)
    case 'Home':
      return () => state.step(-state.rows.length)
    case 'ArrowRight':
      return folded ? () => state.toggle(active) : () => state.step(1)
    case 'ArrowLeft':
      return foldable && !folded
        ? () => state.toggle(active)
        : () => state.goTo(Math.max(state.depthOf(active) > 0 ? tree.parents[active]! : active, 0))
    case 'Enter':
      if (foldable) return () => state.toggle(active)
      return openLabelOf(tree, active) === null ? null : () => state.toggleOpened(active)
    default:
      return null
  }
}
