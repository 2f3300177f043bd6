import type { ReactNode } from 'react'

/** Something that can be done here and now: by key, and from the palette. */
export type Action = {
  id: string
  label: string
  group: 'Request' | 'List' | 'Bin' | 'Page'
  /** As `j`, `Shift+R`, `Mod+K`, `?`; the first is shown. `Mod` is ⌘ on a Mac, else Ctrl. */
  keys?: readonly string[]
  icon?: ReactNode
  run: () => void
}

/** The key as people know it on their machine. */
export function shownKey(key: string, mac: boolean): string {
  if (!mac) return key.replace('Mod', 'Ctrl')
  return key.replace('Mod+', '⌘').replace('Shift+', '⇧')
}

export function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)
}
