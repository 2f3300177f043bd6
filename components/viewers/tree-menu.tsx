'use client'

import { Copy, FoldVertical, Route, SquareArrowDownRight, Tag, TextSelect, UnfoldVertical } from 'lucide-react'
import { ContextMenu } from 'radix-ui'
import { type MouseEvent, type ReactNode, useRef, useState } from 'react'
import { toast } from 'sonner'
import { openLabelOf } from '#lib/formats/open-node'
import { isContainer, keyText, type Tree, valueText } from '#lib/formats/tree'
import { nodePath } from '#lib/formats/tree-path'
import { copyText } from '../ui/copy-button'
import { cx } from '../ui/cx'
import { MENU_CLASS, menuItemClass } from '../ui/menu-parts'
import type { TreeState } from './use-tree'

type Props = { tree: Tree; state: TreeState; fill: boolean; children: ReactNode }

/** The menu of a value: by a right click, a long touch, or the menu key on the focused value. */
export function TreeMenu({ tree, state, fill, children }: Props) {
  const [node, setNode] = useState(0)
  const [selected, setSelected] = useState('')
  const box = useRef<HTMLDivElement>(null)
  const choose = (event: MouseEvent) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-node]') : null
    const chosen = row === null ? state.active : Number(row.dataset.node)
    setNode(chosen)
    state.setActive(chosen)
    setSelected(window.getSelection()?.toString() ?? '')
  }
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild onContextMenu={choose}>
        <div ref={box} className={fill ? 'flex min-h-0 flex-1 flex-col' : undefined}>
          {children}
        </div>
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content
          collisionPadding={8}
          className={cx(MENU_CLASS, 'max-h-[var(--radix-context-menu-content-available-height)]')}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            box.current?.querySelector<HTMLElement>('[role="tree"]')?.focus({ preventScroll: true })
          }}
        >
          <Items tree={tree} state={state} node={node} selected={selected} />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

function Items({ tree, state, node, selected }: { tree: Tree; state: TreeState; node: number; selected: string }) {
  const key = keyText(tree, node)
  const foldable = isContainer(tree, node) && tree.childCounts[node]! > 0
  const openLabel = foldable ? null : openLabelOf(tree, node)
  return (
    <>
      {selected !== '' && (
        <Item icon={<TextSelect aria-hidden />} onSelect={() => copy(selected, 'text')}>
          Copy selected text
        </Item>
      )}
      <Item icon={<Copy aria-hidden />} onSelect={() => copy(valueText(tree, node), 'value')}>
        Copy value
      </Item>
      <Item icon={<Route aria-hidden />} onSelect={() => copy(nodePath(tree, node), 'path')}>
        Copy path
      </Item>
      {key !== null && (
        <Item icon={<Tag aria-hidden />} onSelect={() => copy(key, 'key')}>
          Copy key
        </Item>
      )}
      {openLabel !== null && (
        <Item icon={<SquareArrowDownRight aria-hidden />} onSelect={() => state.toggleOpened(node)}>
          {state.opened.has(node) ? 'Close' : `Open ${openLabel}`}
        </Item>
      )}
      {foldable && (
        <>
          <ContextMenu.Separator className="-mx-1 my-1 h-px bg-line" />
          <Item icon={<FoldVertical aria-hidden />} onSelect={() => state.toggle(node)}>
            {state.foldedAt(node) ? 'Expand' : 'Collapse'}
          </Item>
          <Item icon={<UnfoldVertical aria-hidden />} onSelect={() => state.openSiblings(node)}>
            Expand its siblings
          </Item>
        </>
      )}
    </>
  )
}

function Item({ icon, onSelect, children }: { icon: ReactNode; onSelect: () => void; children: ReactNode }) {
  return (
    <ContextMenu.Item onSelect={onSelect} className={menuItemClass()}>
      {icon}
      <span className="flex-1">{children}</span>
    </ContextMenu.Item>
  )
}

function copy(text: string, what: string): void {
  copyText(text).then(
    () => toast(`Copied the ${what}.`),
    () => toast.error('Could not copy. Select the text and copy it by hand.'),
  )
}

/** Opens the menu at the value with this element id, like a right click there. */
export function openMenuAt(elementId: string): void {
  const row = document.getElementById(elementId)
  if (row === null) return
  const { left, bottom } = row.getBoundingClientRect()
  row.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: left + 48, clientY: bottom }))
}

export { copy as copyWithToast }
