'use client'

import { DropdownMenu } from 'radix-ui'
import type { ComponentProps, ReactElement, ReactNode } from 'react'
import { isMac, shownKey } from './action'
import { cx } from './cx'

export const MENU_CLASS =
  'scroll-thin z-50 min-w-48 animate-appear overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-pop'

export function menuItemClass(danger = false): string {
  return cx(
    'flex h-8 cursor-pointer items-center gap-2.5 rounded-md px-2 text-sm outline-none select-none data-[disabled]:cursor-default data-[disabled]:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
    danger
      ? 'text-danger data-[highlighted]:bg-danger-soft'
      : 'text-ink data-[highlighted]:bg-hover dark:data-[highlighted]:bg-line [&_svg]:text-faint',
  )
}

// The parts of a menu, loaded when the first menu is opened; see menu.tsx.

export type MenuProps = { trigger: ReactElement<ComponentProps<'button'>>; children: ReactNode; align?: 'start' | 'end' }

export type MenuItemProps = {
  icon?: ReactNode
  keys?: string
  danger?: boolean
  disabled?: boolean
  onSelect: () => void
  children: ReactNode
}

/** Starts open, because it is loaded by a press on its button. */
export function OpenedMenu({ trigger, children, align = 'end' }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={cx(MENU_CLASS, 'max-h-[var(--radix-dropdown-menu-content-available-height)]')}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

export function Item({ icon, keys, danger, disabled, onSelect, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item disabled={disabled} onSelect={onSelect} className={menuItemClass(danger)}>
      {icon}
      <span className="flex-1">{children}</span>
      {keys && <kbd className="pl-4 text-2xs text-faint not-hoverable:hidden">{shownKey(keys, isMac())}</kbd>}
    </DropdownMenu.Item>
  )
}

export function Separator() {
  return <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />
}

export function Label({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-2xs font-medium text-faint">{children}</DropdownMenu.Label>
}
