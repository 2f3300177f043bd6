import type { ReactNode } from 'react'

/** Something that the user can do now, by key or from the palette. */
export type Action = {
  id: string
  label: string
  group: 'Request' | 'List' | 'Bin' | 'Page'
  /** Such as `j`, `Shift+R`, `Mod+K`, `?`; the first is shown. `Mod` is ⌘ on a Mac, otherwise Ctrl. */
  keys?: readonly string[]
  icon?: ReactNode
  run: () => void
}

/** The key as the user's platform writes it. */
export function shownKey(key: string, mac: boolean): string {
  if (!mac) return key.replace('Mod', 'Ctrl')
  return key.replace('Mod+', '⌘').replace('Shift+', '⇧')
}

export function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)
}
