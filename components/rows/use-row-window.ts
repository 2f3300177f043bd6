'use client'

import { type RefObject, useCallback, useLayoutEffect, useState } from 'react'
import { elementPx, type Geometry, rowAtPx, rowTop, shownTop, totalPx } from './row-geometry'

const OVERSCAN = 8
/** The height assumed without layout: on the server and in tests. */
const VIEW_PX = 600

export type RowWindow = {
  /** The rendered rows: those in view and some around them. `last` is inclusive, and below `first` if there are none. */
  first: number
  last: number
  viewPx: number
  /** The position of a row within the element, in pixels. */
  placeOf: (row: number) => number
  /** Call after the list was scrolled. */
  moved: () => void
}

/** Which rows of a list are in view of `scroller`. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, geometry: Geometry, viewPxFirst = VIEW_PX): RowWindow {
  const viewPx = useHeight(scroller, viewPxFirst)
  const [scrollTop, setScrollTop] = useState(0)
  const { rowPx } = geometry
  const proportional = totalPx(geometry) > elementPx(geometry)
  const moved = useCallback(() => {
    const px = scroller.current?.scrollTop ?? 0
    // Rounded to whole rows, so that scrolling within a row renders nothing. A proportional scroll position means more than its pixels.
    setScrollTop(proportional ? px : Math.floor(px / rowPx) * rowPx)
  }, [scroller, rowPx, proportional])
  const top = shownTop(geometry, viewPx, scrollTop)
  return {
    first: Math.max(0, rowAtPx(geometry, top) - OVERSCAN),
    last: Math.min(geometry.count - 1, rowAtPx(geometry, top + viewPx + rowPx) + OVERSCAN),
    viewPx,
    placeOf: (row) => rowTop(geometry, row) - top + scrollTop,
    moved,
  }
}

/** The element's height as it changes. */
export function useHeight(ref: RefObject<HTMLElement | null>, initial: number): number {
  const [height, setHeight] = useState(initial)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return
    const measure = () => {
      if (element.clientHeight > 0) setHeight(element.clientHeight)
    }
    measure()
    if (typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return height
}
