'use client'

import { useEffect, useRef, useState } from 'react'

const FRESH_MS = 2000

/** Returns a seq: captures above it arrived just now. A row that is rendered again later does not count as new. */
export function useFreshAbove(newestSeq: number): number {
  const [settled, setSettled] = useState(newestSeq)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)

  useEffect(() => {
    if (newestSeq <= settled) return
    timer.current ??= setTimeout(() => {
      timer.current = null
      setSettled(newestSeq)
    }, FRESH_MS)
  }, [newestSeq, settled])
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
      timer.current = null
    },
    [],
  )
  return settled
}
