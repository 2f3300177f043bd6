'use client'

import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { type ExtraHeight, type Geometry, rowAtPx, rowTop, scrollTopFor, shownTop } from './row-geometry'

/** Names the rows of a list, so that a measured height follows its row when others fold. `rowOf` is -1 for a row that is not shown. */
export type Wrapping = { keyOf: (row: number) => number; rowOf: (key: number) => number }

export const NO_WRAPPING: Wrapping = { keyOf: (row) => row, rowOf: () => -1 }

/**
 * Heights of rows that wrap. Rows are measured once they are rendered; until then each counts as one line. The visible rows keep their
 * position when rows above turn out to be higher.
 */
export function useWrappedRows(scroller: RefObject<HTMLElement | null>, wrapping: Wrapping, rowPx: number) {
  const [measured, setMeasured] = useState<ReadonlyMap<number, number>>(new Map())
  const pinned = useRef<number | null>(null)
  const anchor = useRef<{ row: number; offsetPx: number } | null>(null)
  const width = useWidth(scroller)
  const heights = useMemo(() => {
    const byRow = new Map<number, number>()
    for (const [key, heightPx] of measured) {
      const row = wrapping.rowOf(key)
      if (row >= 0) byRow.set(row, heightPx)
    }
    return byRow
  }, [measured, wrapping])
  const extra = useMemo<readonly ExtraHeight[]>(
    () => [...heights].map(([row, heightPx]) => ({ row, heightPx })).sort((a, b) => a.row - b.row),
    [heights],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new width changes the wrapping
  useEffect(() => setMeasured((known) => (known.size === 0 ? known : new Map())), [width])

  /** After each render: keeps the row being read in place if rows above it grew, then measures the rendered rows. */
  function measure(geometry: Geometry, viewPx: number, moved: () => void): void {
    const element = scroller.current
    if (!element) return
    if (anchor.current) {
      const { row, offsetPx } = anchor.current
      anchor.current = null
      const wanted = scrollTopFor(geometry, viewPx, rowTop(geometry, row) + offsetPx)
      if (Math.abs(wanted - element.scrollTop) > 1) {
        element.scrollTop = wanted
        moved()
      }
    }
    const fresh = freshHeights(element, measured, rowPx)
    if (fresh === null) return
    const top = shownTop(geometry, viewPx, element.scrollTop)
    const row = pinned.current ?? rowAtPx(geometry, top)
    anchor.current = { row, offsetPx: top - rowTop(geometry, row) }
    setMeasured(fresh)
  }

  return {
    extra,
    extraOf: (row: number) => heights.get(row) ?? 0,
    /** Keeps this row in its place, instead of the first in view, until the reader scrolls. */
    pin: useCallback((row: number) => {
      pinned.current = row
    }, []),
    release: useCallback(() => {
      pinned.current = null
    }, []),
    measure,
  }
}

/** The extra heights of the rendered rows, merged into the known ones; null if nothing changed. */
function freshHeights(
  element: HTMLElement,
  known: ReadonlyMap<number, number>,
  rowPx: number,
): ReadonlyMap<number, number> | null {
  let fresh: Map<number, number> | null = null
  for (const row of element.firstElementChild?.children ?? []) {
    if (!(row instanceof HTMLElement) || row.dataset.wrapKey === undefined || row.offsetHeight === 0) continue
    const key = Number(row.dataset.wrapKey)
    const extraPx = row.offsetHeight - rowPx
    if ((known.get(key) ?? 0) === extraPx) continue
    fresh ??= new Map(known)
    if (extraPx > 0) fresh.set(key, extraPx)
    else fresh.delete(key)
  }
  return fresh
}

function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return width
}
