'use client'

import { startTransition, useEffect, useRef, useState } from 'react'
import type { Capture } from '#lib/core/capture'
import { explain, openCapture } from '../api-client'

export type LoadedCapture = { state: 'loading' } | { state: 'ready'; capture: Capture } | { state: 'failed'; why: string }

const KEPT = 40
/** Who steps on within this time wants another one: the one between is not asked for. */
const STEP_MS = 100

/** The capture with this id, without a long body. Those seen lately are kept: going back to one is instant. */
export function useCapture(
  binId: string,
  captureId: string | null,
  rendered: Capture | null,
  load: typeof openCapture = openCapture,
): LoadedCapture | null {
  const seen = useRef(new Map<string, Capture>(rendered ? [[rendered.id, rendered]] : []))
  const steppedAt = useRef(Number.NEGATIVE_INFINITY)
  const [answer, setAnswer] = useState<{ id: string; loaded: LoadedCapture } | null>(
    rendered && { id: rendered.id, loaded: { state: 'ready', capture: rendered } },
  )

  useEffect(() => {
    const stepped = performance.now() - steppedAt.current < STEP_MS
    steppedAt.current = performance.now()
    if (captureId === null || seen.current.has(captureId)) return
    const loading = new AbortController()
    const open = async () => {
      try {
        const capture = await load(binId, captureId, loading.signal)
        keep(seen.current, capture)
        startTransition(() => setAnswer({ id: captureId, loaded: { state: 'ready', capture } })) // the list goes first
      } catch (error) {
        if (!loading.signal.aborted) setAnswer({ id: captureId, loaded: { state: 'failed', why: explain(error) } })
      }
    }
    const timer = setTimeout(() => void open(), stepped ? STEP_MS : 0)
    return () => {
      clearTimeout(timer)
      loading.abort()
    }
  }, [binId, captureId, load])

  if (captureId === null) return null
  const kept = seen.current.get(captureId)
  if (kept) return { state: 'ready', capture: kept }
  return answer?.id === captureId ? answer.loaded : { state: 'loading' }
}

/** A Map keeps the order of insertion: the one seen longest ago goes first. */
function keep(seen: Map<string, Capture>, capture: Capture): void {
  seen.set(capture.id, capture)
  if (seen.size > KEPT) seen.delete(seen.keys().next().value!)
}
