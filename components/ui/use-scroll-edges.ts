'use client'

import { type RefObject, useCallback, useEffect, useState } from 'react'

/** Whether something is hidden beyond the start and the end of a row. */
export type ScrollEdges = { start: boolean; end: boolean }

const NONE: ScrollEdges = { start: false, end: false }

/** Where a row that scrolls sideways hides something: phones draw no scrollbar that would say so. */
export function useScrollEdges(row: RefObject<HTMLElement | null>): { edges: ScrollEdges; measure: () => void } {
  const [edges, setEdges] = useState(NONE)
  const measure = useCallback(() => {
    const { scrollLeft, scrollWidth, clientWidth } = row.current!
    const start = scrollLeft > 1 // zoomed browsers report fractions
    const end = scrollLeft + clientWidth < scrollWidth - 1
    setEdges((now) => (now.start === start && now.end === end ? now : { start, end }))
  }, [row])
  useEffect(() => {
    if (typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(measure)
    observer.observe(row.current!)
    for (const child of row.current!.children) observer.observe(child) // a tab grows when its count arrives
    return () => observer.disconnect()
  }, [row, measure])
  return { edges, measure }
}
