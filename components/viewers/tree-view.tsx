'use client'

import { ChevronDown } from 'lucide-react'
import { useId, useMemo } from 'react'
import { isContainer, type Tree } from '#lib/formats/tree'
import { isClosingRow, rowNode, rowOfNode } from '#lib/formats/tree-rows'
import type { Wrapping } from '../rows/use-wrapped-rows'
import { VirtualRows } from '../rows/virtual-rows'
import { Button } from '../ui/button'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu'
import { BrokenPlace } from './broken-place'
import { EmbeddedPanel } from './embedded-panel'
import { SearchBar } from './search-bar'
import { useTreeKeys } from './tree-keys'
import { TreeMenu } from './tree-menu'
import { TreeRow } from './tree-row'
import { useEmbedded } from './use-embedded'
import { type TreeState, useTree } from './use-tree'
import { useWrap, WrapToggle } from './wrap-choice'

const ROW_PX = 24
const LEVELS = [2, 3, 4, 5]
/** Smaller trees are completely visible and need no search. */
const SEARCH_NODES = 12
/** How many nodes are searched for containers. */
const FOLDS_CHECKED = 10_000

/** A tree with folding and search. A single tab stop; arrows move, Enter opens the content of a value. */
export default function TreeView({ tree, fill }: { tree: Tree; fill: boolean }) {
  const state = useTree(tree)
  const id = useId()
  const onKeyDown = useTreeKeys(tree, state, (node) => `${id}-${node}`)
  const { wrap } = useWrap()
  const { rows } = state
  const wrapping = useMemo<Wrapping>(
    () => ({
      keyOf: (row) => rows[row]!,
      rowOf: (code) => (isClosingRow(code) ? -1 : rowOfNode(tree, rows, rowNode(code))),
    }),
    [tree, rows],
  )
  const hasFolds = useMemo(() => tree.childCounts.subarray(1, FOLDS_CHECKED).some((count) => count > 0), [tree])
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-1 px-4 pb-1.5">
        {tree.size > SEARCH_NODES && <SearchBar search={state.search} />}
        {hasFolds && <FoldMenu state={state} />}
        {(fill || tree.size > SEARCH_NODES) && <WrapToggle />}
      </div>
      <TreeMenu tree={tree} state={state} fill={fill}>
        <VirtualRows
          fill={fill}
          count={state.rows.length}
          rowPx={ROW_PX}
          target={state.target}
          wrapping={wrap ? wrapping : null}
          panels={usePanels(tree, state)}
          role="tree"
          aria-label="Values"
          tabIndex={0}
          aria-activedescendant={`${id}-${state.active}`}
          onKeyDown={onKeyDown}
          className="-outline-offset-2"
        >
          {(row) => <Row tree={tree} state={state} code={rows[row]!} id={id} wrap={wrap} />}
        </VirtualRows>
      </TreeMenu>
      {tree.problem !== null && <BrokenPlace text={tree.text} problem={tree.problem} />}
    </>
  )
}

function FoldMenu({ state }: { state: TreeState }) {
  return (
    <Menu
      align="start"
      trigger={
        <Button variant="ghost" size="sm">
          Collapse
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      <MenuItem onSelect={state.unfoldAll}>Expand all</MenuItem>
      <MenuItem onSelect={() => state.foldTo(1)}>Collapse all</MenuItem>
      <MenuSeparator />
      {LEVELS.map((level) => (
        <MenuItem key={level} onSelect={() => state.foldTo(level)}>{`Show ${level} levels`}</MenuItem>
      ))}
    </Menu>
  )
}

type RowProps = { tree: Tree; state: TreeState; code: number; id: string; wrap: boolean }

function Row({ tree, state, code, id, wrap }: RowProps) {
  const node = rowNode(code)
  const depth = state.depthOf(node)
  const folded = state.foldedAt(node)
  const shared = { tree, node, depth, folded, wrap, needle: state.search.needle }
  const actions = { onFold: () => state.toggle(node), onOpen: () => state.toggleOpened(node) }
  if (isClosingRow(code)) return <TreeRow {...shared} {...actions} closing opened={false} active={false} />
  const active = node === state.active
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the surrounding tree handles the keys
    <div
      role="treeitem"
      id={`${id}-${node}`}
      data-node={node}
      tabIndex={-1}
      aria-level={Math.max(1, depth + 1)}
      aria-selected={active}
      aria-expanded={isContainer(tree, node) && tree.childCounts[node]! > 0 ? !folded : undefined}
      onClick={() => state.setActive(node)}
      className="h-full outline-none"
    >
      <TreeRow {...shared} {...actions} closing={false} opened={state.opened.has(node)} active={active} />
    </div>
  )
}

/** The open panels whose row is visible. */
function usePanels(tree: Tree, state: TreeState) {
  const { rows, opened } = state
  const embeddedAt = useEmbedded(tree)
  return useMemo(
    () =>
      [...opened]
        .map((node) => ({ node, row: rowOfNode(tree, rows, node) }))
        .filter(({ row }) => row >= 0)
        .sort((a, b) => a.row - b.row)
        .map(({ node, row }) => ({ row, key: String(node), content: <EmbeddedPanel opened={embeddedAt(node)} /> })),
    [tree, rows, opened, embeddedAt],
  )
}
