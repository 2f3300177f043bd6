import { type KeyboardEvent, useRef } from 'react'
import { openLabelOf } from '#lib/formats/open-node'
import { isContainer, type Tree, valueText } from '#lib/formats/tree'
import { copyWithToast, openMenuAt } from './tree-menu'
import type { TreeState } from './use-tree'

const PAGE_ROWS = 20
/** Letters typed within this many milliseconds form one name. */
const TYPING_MS = 700

/** The keys of a tree (ARIA Authoring Practices, Tree View), and those for copying and for the menu of a value. */
export function useTreeKeys(tree: Tree, state: TreeState, idOf: (node: number) => string) {
  const typed = useRef({ text: '', at: 0 })
  return (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget) return // a key for an element inside
    const action =
      copyKey(event, tree, state) ?? menuKey(event, () => openMenuAt(idOf(state.active))) ?? moveKey(event, tree, state)
    if (action !== null) {
      event.preventDefault()
      event.stopPropagation()
      action()
    } else typeAhead(event, state, typed.current)
  }
}

type KeyAction = (() => void) | null

function copyKey({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent, tree: Tree, state: TreeState): KeyAction {
  const copies = key.toLowerCase() === 'c' && (ctrlKey || metaKey) && !shiftKey
  if (!copies || (window.getSelection()?.toString() ?? '') !== '') return null
  return () => copyWithToast(valueText(tree, state.active), 'value')
}

function menuKey({ key, shiftKey }: KeyboardEvent, open: () => void): KeyAction {
  return key === 'ContextMenu' || (key === 'F10' && shiftKey) ? open : null
}

function moveKey(event: KeyboardEvent, tree: Tree, state: TreeState): KeyAction {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  const { active } = state
  const foldable = isContainer(tree, active) && tree.childCounts[active]! > 0
  const folded = foldable && state.foldedAt(active)
  switch (event.key) {
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
    case 'End':
      return () => state.goToLast()
    case '*':
      return () => state.openSiblings(active)
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

/** Type-ahead only after arriving by keyboard; after a click the letters remain the page's shortcuts (j, k, r …). */
function typeAhead(event: KeyboardEvent<HTMLDivElement>, state: TreeState, typed: { text: string; at: number }): void {
  const plain = [...event.key].length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey
  if (!plain || !/[\p{L}\p{N}_$@]/u.test(event.key) || !event.currentTarget.matches(':focus-visible')) return
  event.preventDefault()
  event.stopPropagation()
  const continues = event.timeStamp - typed.at < TYPING_MS
  typed.text = continues ? typed.text + event.key : event.key
  typed.at = event.timeStamp
  state.goToName(typed.text, continues)
}
