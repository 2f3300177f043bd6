'use client'

import { useCallback, useEffect, useRef } from 'react'
import type { ListRows } from '#lib/feed/list-rows'
import type { Selection } from '../feed/use-selection'

/**
 * Opens captures by index in the list. A row that is not loaded yet opens once it is; a step before that continues from its index.
 */
export function useRowSteps(
  rows: ListRows,
  selectedIndex: number,
  /** Identifies the open capture and the list. When it changes, a pending step is cancelled. */
  shown: string,
  select: Selection['select'],
  loadRows: (first: number, last: number) => void,
) {
  const awaited = useRef<number | null>(null)
  const latest = useRef({ rows, selectedIndex, loadRows })
  latest.current = { rows, selectedIndex, loadRows }

  const goTo = useCallback(
    (index: number) => {
      const { rows, loadRows } = latest.current
      const place = Math.max(0, Math.min(index, rows.count - 1))
      const row = rows.at(place)
      awaited.current = row ? null : place
      if (row) select(row.id, 'step')
      else loadRows(place, place)
    },
    [select],
  )
  const step = useCallback(
    (by: number) => {
      const { selectedIndex } = latest.current
      const from = awaited.current ?? selectedIndex
      const first = latest.current.rows.at(0)
      if (from >= 0) goTo(from + by)
      else if (first) select(first.id)
    },
    [goTo, select],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of `shown` cancels a pending step
  useEffect(() => {
    awaited.current = null
  }, [shown])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `loadRows` changes after each load
  useEffect(() => {
    if (awaited.current !== null) goTo(awaited.current)
  }, [rows, loadRows, goTo])

  return { goTo, step }
}

/** Index of the selected capture; -1 if it is not loaded or nothing is selected. */
export function selectedPlace(rows: ListRows, selectedId: string | null): number {
  const seq = Number(/_(\d+)$/.exec(selectedId ?? '')?.[1] ?? Number.NaN)
  if (Number.isNaN(seq)) return -1
  const index = rows.indexOf(seq)
  return rows.at(index)?.id === selectedId ? index : -1
}
