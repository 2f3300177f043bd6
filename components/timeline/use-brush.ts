'use client'

import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import type { TimeRange } from '#lib/core/filter/time-range'
import { PLOT_EDGES } from './plot-options'
import { type Slots, slotAt, slotRange, slotStart } from './slots'

type Props = {
  slots: Slots
  /** The filter's range, clipped to the visible time; null if it has none. */
  applied: TimeRange | null
  onRange: (range: TimeRange | null) => void
}

/** Times instead of slots, because slots grow and move as captures arrive. */
type Draft = { anchor: number; head: number }

const PAGE_SLOTS = 10

/**
 * The position of the pointer or keyboard cursor, and the range being drawn. Draw by dragging, by a click on one bar, or by arrows with
 * Shift; Enter applies the range and Escape cancels.
 */
export function useBrush({ slots, applied, onRange }: Props) {
  const [cursor, setCursor] = useState<number | null>(null)
  const [draft, setDraft] = useState<Draft | null>(null)
  const dragging = useRef(false)
  const cursorSlot = cursor === null ? null : slotAt(slots, cursor)
  const drawn = draft && slotRange(slots, slotAt(slots, draft.anchor), slotAt(slots, draft.head))

  const take = (range: TimeRange) => {
    setDraft(null)
    onRange(applied && range.from === applied.from && range.to === applied.to ? null : range)
  }
  const timeAt = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const share = (event.clientX - left - PLOT_EDGES.left) / (width - PLOT_EDGES.left - PLOT_EDGES.right)
    return slotStart(slots, slotAt(slots, slots.first + share * (slots.end - slots.first)))
  }
  const moveTo = (slot: number, draw: boolean) => {
    const time = slotStart(slots, Math.min(slots.count - 1, Math.max(0, slot)))
    setDraft(draw ? { anchor: draft?.anchor ?? cursor ?? time, head: time } : null)
    setCursor(time)
  }

  const pointer = {
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      dragging.current = true
      const time = timeAt(event)
      setCursor(time)
      setDraft({ anchor: time, head: time })
    },
    onPointerMove(event: PointerEvent) {
      const time = timeAt(event)
      setCursor(time)
      if (dragging.current && draft) setDraft({ anchor: draft.anchor, head: time })
    },
    onPointerUp() {
      if (dragging.current && drawn) take(drawn)
      dragging.current = false
    },
    onPointerCancel() {
      dragging.current = false
      setDraft(null)
      setCursor(null)
    },
    onPointerLeave() {
      if (!dragging.current) setCursor(null)
    },
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return // the browser's own shortcuts
    const at = cursorSlot ?? slots.count - 1
    const to = keySlot(event.key, at, slots.count)
    if (to !== null) moveTo(to, event.shiftKey)
    else if ((event.key === 'Enter' || event.key === ' ') && cursor !== null) take(drawn ?? slotRange(slots, at, at))
    else if (event.key === 'Escape' && draft) setDraft(null)
    else if (event.key === 'Escape' && applied) onRange(null)
    else return
    event.preventDefault()
  }
  const focus = {
    onFocus(event: React.FocusEvent) {
      if (event.target.matches(':focus-visible')) setCursor((now) => now ?? applied?.from ?? slots.end - slots.bucketMs)
    },
    onBlur() {
      setDraft(null)
      setCursor(null)
    },
  }
  return { cursorSlot, drawn, handlers: { ...pointer, ...focus, onKeyDown } }
}

function keySlot(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return at - 1
    case 'ArrowRight':
    case 'ArrowUp':
      return at + 1
    case 'PageDown':
      return at - PAGE_SLOTS
    case 'PageUp':
      return at + PAGE_SLOTS
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
