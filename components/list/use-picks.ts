'use client'

import { useCallback, useRef, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import type { GroupedRows } from '#lib/feed/grouped-rows'
import { selectedPlace } from './use-row-steps'

export type Picks = {
  /** The selected captures that are still in the list, newest first. */
  picked: readonly CaptureSummary[]
  ids: ReadonlySet<string>
  /** Selects or deselects a row with everything folded under it. `through`: every row from the last one selected to this one. */
  toggle: (captureId: string, through?: boolean) => void
  /** Selects all loaded captures. */
  all: () => void
  clear: () => void
  /** A click on a row selects it instead of opening it, for touch screens. Ends when the selection is cleared. */
  selecting: boolean
  startSelecting: () => void
}

/** The selection for bulk actions. `captures`: all loaded captures; `rows`: the list as shown. */
export function usePicks(captures: readonly CaptureSummary[], rows: GroupedRows): Picks {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const [selecting, setSelecting] = useState(false)
  const last = useRef<string | null>(null)
  const latest = useRef({ captures, rows })
  latest.current = { captures, rows }

  const toggle = useCallback<Picks['toggle']>((captureId, through = false) => {
    const { rows } = latest.current
    const from = last.current
    last.current = captureId
    setIds((before) => {
      const range = through && from !== null ? between(rows, from, captureId) : []
      if (range.length > 0) return new Set([...before, ...range])
      const together = between(rows, captureId, captureId)
      return toggled(before, together.length > 0 ? together : [captureId])
    })
  }, [])
  const all = useCallback(() => setIds(new Set(latest.current.captures.map(({ id }) => id))), [])
  const clear = useCallback(() => {
    last.current = null
    setIds(new Set())
    setSelecting(false)
  }, [])

  const startSelecting = useCallback(() => setSelecting(true), [])

  const picked = ids.size === 0 ? [] : captures.filter(({ id }) => ids.has(id))
  return { picked, ids, toggle, all, clear, selecting, startSelecting }
}

function toggled(before: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  const next = new Set([...before, ...ids])
  if (next.size === before.size) for (const id of ids) next.delete(id)
  return next
}

/** Ids of all captures in the rows between two captures; empty if one of those is not in the list. */
function between(rows: GroupedRows, from: string, to: string): string[] {
  const [a, b] = [selectedPlace(rows, from), selectedPlace(rows, to)]
  if (a < 0 || b < 0) return []
  const ids: string[] = []
  for (let place = Math.min(a, b); place <= Math.max(a, b); place++) ids.push(...rows.capturesAt(place).map(({ id }) => id))
  return ids
}
