'use client'

import { startTransition, useCallback, useEffect, useRef, useState } from 'react'
import { CallError } from '#lib/client/call-error'
import type { Capture } from '#lib/core/capture'
import { LIMITS } from '#lib/core/limits'
import { api, explain } from '../api'
import { useRetryOnReconnect } from '../ui/reconnect'

export type LoadedCapture =
  | { state: 'loading' }
  | { state: 'ready'; capture: Capture }
  /** `retry` is null if the capture does not exist, so that a retry would not help. */
  | { state: 'failed'; why: string; retry: (() => void) | null }

/** Loads a capture. A long body is omitted (`bodyShown: 'omitted'`); the viewers' worker fetches it with `getCaptureBody`. */
export const openCapture = (bin: string, capture: string, signal?: AbortSignal) =>
  api.getCapture({ bin, capture, bodyMax: LIMITS.pageBodyBytesMax }, { signal })

export const wholeCapture: typeof openCapture = (bin, capture, signal) => api.getCapture({ bin, capture }, { signal })

const CACHED_CAPTURES = 40
/** Debounce for keyboard stepping: captures passed within this time are not fetched. */
const STEP_MS = 100

/**
 * The capture with this id, without a long body. Recently viewed ones are cached, so going back is instant. A failed load is retried on
 * reconnect.
 */
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
  const [attempt, setAttempt] = useState(0)
  const retry = useCallback(() => {
    setAnswer(null)
    setAttempt((count) => count + 1)
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` triggers a reload
  useEffect(() => {
    const stepped = performance.now() - steppedAt.current < STEP_MS
    steppedAt.current = performance.now()
    if (captureId === null || seen.current.has(captureId)) return
    const loading = new AbortController()
    const open = async () => {
      try {
        const capture = await load(binId, captureId, loading.signal)
        keep(seen.current, capture)
        startTransition(() => setAnswer({ id: captureId, loaded: { state: 'ready', capture } })) // updates of the list take precedence
      } catch (error) {
        if (loading.signal.aborted) return
        const gone = error instanceof CallError && error.code === 'capture_not_found'
        setAnswer({ id: captureId, loaded: { state: 'failed', why: explain(error), retry: gone ? null : retry } })
      }
    }
    const timer = setTimeout(() => void open(), stepped ? STEP_MS : 0)
    return () => {
      clearTimeout(timer)
      loading.abort()
    }
  }, [binId, captureId, load, attempt])

  const failed = answer !== null && answer.id === captureId && answer.loaded.state === 'failed' && answer.loaded.retry !== null
  useRetryOnReconnect(failed, retry)

  if (captureId === null) return null
  const kept = seen.current.get(captureId)
  if (kept) return { state: 'ready', capture: kept }
  return answer?.id === captureId ? answer.loaded : { state: 'loading' }
}

/** Evicts the least recently viewed one, using the insertion order of a Map. */
function keep(seen: Map<string, Capture>, capture: Capture): void {
  seen.set(capture.id, capture)
  if (seen.size > CACHED_CAPTURES) seen.delete(seen.keys().next().value!)
}
