'use client'

import { WrapText } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { Button } from '../ui/button'

const KEY = 'creel:wrap'
const listeners = new Set<() => void>()
let chosen: boolean | null = null

/** Whether long lines wrap: on until switched off, remembered by the browser, the same in every view of the page. */
export function useWrap(): { wrap: boolean; setWrap: (wrap: boolean) => void } {
  const wrap = useSyncExternalStore(subscribe, read, () => true)
  return { wrap, setWrap: write }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function read(): boolean {
  chosen ??= stored()
  return chosen
}

function write(wrap: boolean): void {
  chosen = wrap
  try {
    localStorage.setItem(KEY, wrap ? 'on' : 'off')
  } catch {} // storage can be blocked; then the choice lasts as long as the page
  for (const listener of listeners) listener()
}

function stored(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off'
  } catch {
    return true
  }
}

/** Switches the wrapping of long lines. */
export function WrapToggle() {
  const { wrap, setWrap } = useWrap()
  return (
    <Button
      variant="ghost"
      size="sm"
      aria-pressed={wrap}
      title={wrap ? 'Long lines wrap' : 'Long lines scroll sideways'}
      onClick={() => setWrap(!wrap)}
      className="first:-ml-2.5 aria-pressed:text-accent-text"
    >
      <WrapText aria-hidden />
      Wrap
    </Button>
  )
}
