'use client'

import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { ROW_HEIGHT } from './capture-row'

const AT_TOP_PX = 8

/**
 * Holds what is being read in its place while rows come in above it. `unseen`: how many came in above since then; at the top the
 * list flows, and there are none.
 */
export function useListPosition(
  scroller: RefObject<HTMLElement | null>,
  captures: readonly CaptureSummary[],
): { unseen: number; onScroll: () => void; toTop: () => void } {
  const [unseen, setUnseen] = useState(0)
  const newestBefore = useRef(captures[0]?.seq ?? 0)
  const reading = useRef(false)

  useLayoutEffect(() => {
    const before = newestBefore.current
    newestBefore.current = Math.max(before, captures[0]?.seq ?? 0)
    const element = scroller.current
    if (!element || !reading.current || before === 0) return
    const added = countNewer(captures, before)
    if (added === 0) return
    element.scrollTop += added * ROW_HEIGHT
    setUnseen((count) => count + added)
  }, [captures, scroller])

  const onScroll = useCallback(() => {
    reading.current = (scroller.current?.scrollTop ?? 0) > AT_TOP_PX
    if (!reading.current) setUnseen(0)
  }, [scroller])

  const toTop = useCallback(() => {
    scroller.current?.scrollTo({ top: 0 })
    reading.current = false
    setUnseen(0)
  }, [scroller])

  return { unseen, onScroll, toTop }
}

/** Newest first: the newer ones are at the beginning. */
function countNewer(captures: readonly CaptureSummary[], seq: number): number {
  let count = 0
  while (count < captures.length && captures[count]!.seq > seq) count += 1
  return count
}
