'use client'

import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'
import type { ListRows } from '#lib/core/list-rows'
import { ROW_HEIGHT } from './capture-row'

const AT_TOP_PX = 8

/** What is being read: the first loaded row in sight; and the newest row of when the top was left. */
type Reading = { seq: number; index: number; newest: number }

/**
 * Holds what is being read in its place while rows come and go above it. `unseen`: how many of those that came in since the top was
 * left are there; at the top the list flows, and there are none. `onMoved`: the list was scrolled to hold the place.
 */
export function useListPosition(
  scroller: RefObject<HTMLElement | null>,
  rows: ListRows,
  onMoved: () => void,
): { unseen: number; onScroll: () => void; toTop: () => void } {
  const [newest, setNewest] = useState<number | null>(null)
  const reading = useRef<Reading | null>(null)
  const latest = useRef(rows)

  const look = useCallback(() => {
    const element = scroller.current
    const scrolled = element?.scrollTop ?? 0
    const first = Math.floor(scrolled / ROW_HEIGHT)
    const inSight = Math.ceil((element?.clientHeight ?? 0) / ROW_HEIGHT)
    const index = scrolled > AT_TOP_PX ? firstLoaded(latest.current, first, first + inSight) : 0
    const row = latest.current.at(index)
    const newest = reading.current?.newest ?? latest.current.at(0)?.seq ?? 0
    reading.current = scrolled > AT_TOP_PX && row ? { seq: row.seq, index, newest } : null
    setNewest(scrolled > AT_TOP_PX ? newest : null)
  }, [scroller])

  useLayoutEffect(() => {
    latest.current = rows
    const element = scroller.current
    const before = reading.current
    if (!element || !before) return // at the top nothing is measured, which would lay out the page once more for each row that comes in
    const index = rows.indexOf(before.seq)
    if (index === before.index) return
    element.scrollTop += (index - before.index) * ROW_HEIGHT
    reading.current = { ...before, index }
    onMoved()
  }, [rows, scroller, onMoved])

  const toTop = useCallback(() => {
    scroller.current?.scrollTo({ top: 0 })
    reading.current = null
    setNewest(null)
  }, [scroller])

  return { unseen: newest === null ? 0 : rows.indexOf(newest), onScroll: look, toTop }
}

function firstLoaded(rows: ListRows, first: number, last: number): number {
  for (let index = first; index < last; index++) if (rows.at(index)) return index
  return first
}
