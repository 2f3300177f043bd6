'use client'

import {
  type ComponentProps,
  cloneElement,
  createContext,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useContext,
  useState,
} from 'react'

type Parts = typeof import('./menu-parts')

export type MenuProps = { trigger: ReactElement<ComponentProps<'button'>>; children: ReactNode; align?: 'start' | 'end' }

export type MenuItemProps = {
  icon?: ReactNode
  keys?: string
  danger?: boolean
  disabled?: boolean
  onSelect: () => void
  children: ReactNode
}

const LoadedParts = createContext<Parts | null>(null)

/** A menu that `trigger`, a button, opens. What it is made of is loaded when the pointer or the focus comes to the button. */
export function Menu(props: MenuProps) {
  const [parts, setParts] = useState<Parts | null>(null)
  const [opened, setOpened] = useState(false)
  const load = () => void import('./menu-parts').then(setParts)
  if (parts && opened) {
    return (
      <LoadedParts.Provider value={parts}>
        <parts.OpenedMenu {...props} />
      </LoadedParts.Provider>
    )
  }
  const open = () => {
    setOpened(true)
    load()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown') return
    event.preventDefault()
    open()
  }
  return cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: open,
    onKeyDown,
    onPointerEnter: load,
    onFocus: load,
  })
}

export function MenuItem(props: MenuItemProps) {
  const { Item } = useParts()
  return <Item {...props} />
}

export function MenuSeparator() {
  const { Separator } = useParts()
  return <Separator />
}

export function MenuLabel({ children }: { children: ReactNode }) {
  const { Label } = useParts()
  return <Label>{children}</Label>
}

function useParts(): Parts {
  const parts = useContext(LoadedParts)
  if (!parts) throw new Error('A part of a menu stands outside of it.')
  return parts
}
