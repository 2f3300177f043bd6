'use client'

import { useEffect, useRef, useState } from 'react'

const FRESH_MS = 2000

/** Captures above this seq came in a moment ago. A row that is drawn again later does not pass for a new one. */
export function useSettled(newestSeq: number): number {
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
