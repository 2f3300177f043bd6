'use client'

import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { clampPane, PANE_LIMITS, type Panes } from './panes'

type Props = {
  pane: keyof Panes
  label: string
  width: number
  onResize: (width: number) => void
  onDone: () => void
}

const KEY_STEP = 24

/**
 * The line between two panes: drag it, or focus it and use the arrows; a double click resets the width. For users who cannot drag, the command
 * palette can change the width too.
 */
export function PaneResizer({ pane, label, width, onResize, onDone }: Props) {
  const start = useRef<{ x: number; width: number } | null>(null)
  const sign = pane === 'list' ? 1 : -1 // the list grows to the right, the resend pane to the left

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = { x: event.clientX, width }
  }
  const onPointerMove = (event: PointerEvent) => {
    if (start.current) onResize(clampPane(pane, start.current.width + sign * (event.clientX - start.current.x)))
  }
  const onPointerUp = () => {
    start.current = null
    onDone()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? KEY_STEP : event.key === 'ArrowLeft' ? -KEY_STEP : 0
    if (step === 0) return
    event.preventDefault()
    onResize(clampPane(pane, width + sign * step))
    onDone()
  }
  const restore = () => {
    onResize(PANE_LIMITS[pane].initial)
    onDone()
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be dragged or focused; this is the ARIA window splitter
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={PANE_LIMITS[pane].min}
      aria-valuemax={PANE_LIMITS[pane].max}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onDoubleClick={restore}
      onKeyDown={onKeyDown}
      className="group relative z-10 -mx-1 hidden self-stretch w-2 cursor-col-resize touch-none not-forced-colors:outline-none lg:block"
    >
      <span className="absolute inset-y-0 left-1/2 w-px -translate-x-1/2 bg-line forced-colors:border-l transition-[width,background-color] group-hover:w-0.5 group-hover:bg-accent group-focus-visible:w-[3px] group-focus-visible:bg-accent group-active:bg-accent" />
    </div>
  )
}
