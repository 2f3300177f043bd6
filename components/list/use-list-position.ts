'use client'

import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'
import type { ListRows } from '#lib/feed/list-rows'
import { type Geometry, rowAtPx, rowTop, scrollTopFor, shownTop } from '../rows/row-geometry'

const AT_TOP_PX = 8

/**
 * The reading position: the first visible loaded row, its distance below the top edge, and the newest seq when the user scrolled away from
 * the top.
 */
type Reading = { seq: number; index: number; belowPx: number; newest: number }

/**
 * Keeps the visible rows in place while rows are added and removed above them. At the top, the list moves with new rows instead.
 * `unseen`: how many rows arrived since the user left the top. `onMoved` is called after the list was scrolled to keep its place.
 */
export function useListPosition(
  scroller: RefObject<HTMLElement | null>,
  rows: ListRows,
  geometry: Geometry,
  onMoved: () => void,
): { unseen: number; onScroll: () => void; toTop: () => void } {
  const [newest, setNewest] = useState<number | null>(null)
  const reading = useRef<Reading | null>(null)
  const latest = useRef({ rows, geometry })

  const remember = useCallback(() => {
    const element = scroller.current
    const scrolled = element?.scrollTop ?? 0
    const viewPx = element?.clientHeight ?? 0
    const { rows, geometry } = latest.current
    const shown = shownTop(geometry, viewPx, scrolled)
    const index = scrolled > AT_TOP_PX ? firstLoaded(rows, rowAtPx(geometry, shown), rowAtPx(geometry, shown + viewPx) + 1) : 0
    const row = rows.at(index)
    const newest = reading.current?.newest ?? rows.at(0)?.seq ?? 0
    reading.current =
      scrolled > AT_TOP_PX && row ? { seq: row.seq, index, belowPx: rowTop(geometry, index) - shown, newest } : null
    setNewest(scrolled > AT_TOP_PX ? newest : null)
  }, [scroller])

  useLayoutEffect(() => {
    latest.current = { rows, geometry }
    const element = scroller.current
    const before = reading.current
    if (!element || !before) return // don't measure at the top, which would cost a layout for each new row
    const index = rows.indexOf(before.seq)
    if (index === before.index) return
    element.scrollTop = scrollTopFor(geometry, element.clientHeight, rowTop(geometry, index) - before.belowPx)
    reading.current = { ...before, index }
    onMoved()
  }, [rows, geometry, scroller, onMoved])

  const toTop = useCallback(() => {
    scroller.current?.scrollTo({ top: 0 })
    reading.current = null
    setNewest(null)
  }, [scroller])

  return { unseen: newest === null ? 0 : rows.indexOf(newest), onScroll: remember, toTop }
}

function firstLoaded(rows: ListRows, first: number, last: number): number {
  for (let index = first; index < last; index++) if (rows.at(index)) return index
  return first
}
