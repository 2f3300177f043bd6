'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { explain } from '../api'
import { type LoadedCapture, openCapture, useCapture, wholeCapture } from '../feed/use-capture'
import { type Direction, findOfKind } from './find-of-kind'

/** Longer bodies are compared by size and hash, because comparing them would block the page. */
const BODY_BYTES_MAX = 1_048_576

export type Compared = {
  /** null: still loading, or there is none (`why`). */
  other: CaptureSummary | null
  why: string | null
  loaded: { capture: LoadedCapture | null; other: LoadedCapture | null }
  looking: boolean
  /** Steps from `other` to the next similar request. */
  go: (direction: Direction) => void
}

/** A capture and the one to compare it with: `first`, or else the previous similar request, however far back in the bin. */
export function useCompared(capture: CaptureSummary, first: CaptureSummary | null): Compared {
  const [other, setOther] = useState(first)
  const [why, setWhy] = useState<string | null>(null)
  const [looking, setLooking] = useState(false)
  const load = Math.max(capture.bodySize, other?.bodySize ?? 0) <= BODY_BYTES_MAX ? wholeCapture : openCapture
  const loaded = useCapture(capture.binId, capture.id, null, load)
  const loadedOther = useCapture(capture.binId, other?.id ?? null, null, load)
  const search = useRef<AbortController | null>(null)
  const whole = loaded?.state === 'ready' ? loaded.capture : null
  const at = useRef((first ?? capture).seq) // a ref, because keys can repeat faster than the page renders

  const go = useCallback(
    async (direction: Direction) => {
      if (!whole) return
      search.current?.abort()
      const controller = new AbortController()
      search.current = controller
      setLooking(true)
      try {
        const found = await findOfKind(whole, at.current, direction, controller.signal)
        if (controller.signal.aborted) return
        if (found) {
          at.current = found.seq
          setOther(found)
        }
        setWhy(found ? null : `There is no ${direction} similar request.`)
      } catch (error) {
        if (!controller.signal.aborted) setWhy(explain(error))
      }
      if (!controller.signal.aborted) setLooking(false)
    },
    [whole],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once, when the capture is loaded
  useEffect(() => {
    if (whole && other === null) void go('earlier')
  }, [whole])
  useEffect(() => () => search.current?.abort(), [])

  return { other, why, looking, go, loaded: { capture: loaded, other: loadedOther } }
}
