'use client'

import { useCallback, useRef, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'

export type Picks = {
  /** Those picked that are still in the list, newest first. */
  picked: readonly CaptureSummary[]
  ids: ReadonlySet<string>
  /** `through`: all from the last one picked to this one. */
  toggle: (captureId: string, through?: boolean) => void
  clear: () => void
}

/** Several requests, picked to do something with them at once. */
export function usePicks(captures: readonly CaptureSummary[]): Picks {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const last = useRef<string | null>(null)
  const list = useRef(captures)
  list.current = captures

  const toggle = useCallback<Picks['toggle']>((captureId, through = false) => {
    const from = last.current
    last.current = captureId
    setIds((before) => {
      const range = through && from !== null ? between(list.current, from, captureId) : []
      if (range.length > 0) return new Set([...before, ...range])
      const next = new Set(before)
      if (!next.delete(captureId)) next.add(captureId)
      return next
    })
  }, [])
  const clear = useCallback(() => {
    last.current = null
    setIds(new Set())
  }, [])

  return { picked: ids.size === 0 ? [] : captures.filter(({ id }) => ids.has(id)), ids, toggle, clear }
}

function between(captures: readonly CaptureSummary[], from: string, to: string): string[] {
  const [a, b] = [captures.findIndex(({ id }) => id === from), captures.findIndex(({ id }) => id === to)]
  return a < 0 || b < 0 ? [] : captures.slice(Math.min(a, b), Math.max(a, b) + 1).map(({ id }) => id)
}
