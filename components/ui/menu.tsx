'use client'

import { cloneElement, createContext, type KeyboardEvent, type ReactNode, useContext, useState } from 'react'
import type { MenuItemProps, MenuProps } from './menu-parts'
import { useModule } from './on-demand'

type Parts = typeof import('./menu-parts')

const loadParts = () => import('./menu-parts')

const LoadedParts = createContext<Parts | null>(null)

/** A menu opened by the button `trigger`. Its code is loaded when the pointer or the focus reaches the button. */
export function Menu(props: MenuProps) {
  const [wanted, setWanted] = useState(false)
  const [opened, setOpened] = useState(false)
  const parts = useModule(loadParts, wanted)
  const load = () => setWanted(true)
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
  if (!parts) throw new Error('A menu item was rendered outside a menu.')
  return parts
}
