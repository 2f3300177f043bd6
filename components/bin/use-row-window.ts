'use client'

import { type RefObject, useCallback, useEffect, useState } from 'react'
import { ROW_HEIGHT } from './capture-row'

const OVERSCAN = 8
const SERVER_HEIGHT = 800 // rows enough for the first screen, before there is one to measure

/** Which rows exist: those in sight and some around them, `last` excluded. All are of one height, so nothing is measured. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, count: number) {
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(SERVER_HEIGHT)

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = () => setHeight(element.clientHeight)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])

  const moved = useCallback(() => {
    const scrolled = scroller.current?.scrollTop ?? 0
    setTop(Math.floor(scrolled / ROW_HEIGHT))
  }, [scroller])

  const inSight = Math.max(1, Math.ceil(height / ROW_HEIGHT))
  const first = Math.max(0, Math.min(top, count - inSight) - OVERSCAN)
  return { first, last: Math.min(count, Math.max(0, top) + inSight + 1 + OVERSCAN), inSight, moved }
}
