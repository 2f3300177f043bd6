'use client'

import { useEffect, useLayoutEffect, useRef } from 'react'
import { type Action, isMac } from '../ui/action'
import { shortcutsOn } from './shortcuts'

/**
 * Runs actions by their keys. In a field, a dialog or a menu only `Mod+…` works; with shortcuts switched off, only `Mod+…` and Escape.
 * `covered`: an overlay that receives the keys is open or loading.
 */
export function useHotkeys(actions: readonly Action[], covered = false): void {
  const latest = useRef({ actions, covered })
  // A layout effect, because a passive effect runs later, and a key pressed right after a form closed would be dropped.
  useLayoutEffect(() => {
    latest.current = { actions, covered }
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const key = pressedKey(event)
      const { actions, covered } = latest.current
      if (event.defaultPrevented || (event.repeat && isOnce(key))) return
      if (!key.startsWith('Mod+') && (covered || isBusy(event) || (key !== 'Escape' && !shortcutsOn()))) return
      const action = actions.find(({ keys }) => keys?.includes(key))
      if (!action) return
      event.preventDefault()
      action.run()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

/** Only steps through the list repeat while the key is held. */
function isOnce(key: string): boolean {
  return !['j', 'k'].includes(key)
}

/** `j`, `Shift+R`, `Mod+K`. A character that needs Shift on some keyboards is named without it. */
function pressedKey(event: KeyboardEvent): string {
  const mod = isMac() ? event.metaKey : event.ctrlKey
  if (event.altKey || (event.metaKey && !mod) || (event.ctrlKey && !mod)) return ''
  const letter = /^[a-z]$/i.test(event.key)
  if (mod) return `Mod+${event.key.toUpperCase()}`
  return letter && event.shiftKey ? `Shift+${event.key.toUpperCase()}` : event.key
}

function isBusy({ target }: KeyboardEvent): boolean {
  const typing = target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null
  return typing || document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null
}
