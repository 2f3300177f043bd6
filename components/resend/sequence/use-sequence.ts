'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { toast } from 'sonner'
import { api } from '../../api'
import type { ResendInput } from '../target'
import { runSequence } from './run-sequence'
import { isRunning, nextSequence, type Sequence, type SequenceEvent, type SequencePlan, startedSequence } from './sequence'

export type UseSequence = {
  /** null: no sequence was started, or the last one was dismissed. */
  sequence: Sequence | null
  start: (plan: SequencePlan) => void
  /** Sends steps of the same plan by index: failed ones again, or the remaining ones. */
  resume: (steps: readonly number[]) => void
  stop: () => void
  dismiss: () => void
}

/** One sequence at a time in this page. It continues while its dialog is closed, and ends when the user leaves the bin's page. */
export function useSequence(binId: string): UseSequence {
  const [sequence, setSequence] = useState<Sequence | null>(null)
  const stopper = useRef<AbortController | null>(null)
  const underWay = sequence !== null && isRunning(sequence)
  useEndWithPage(underWay, stopper)

  const report = useCallback((event: SequenceEvent) => setSequence((now) => now && nextSequence(now, event)), [])
  const run = useCallback(
    (plan: SequencePlan, steps: readonly number[]) => {
      const stop = new AbortController()
      stopper.current = stop
      const send = (capture: string, body: ResendInput) => api.resendCapture({ bin: binId, capture, body })
      const read = (capture: string) => api.getCapture({ bin: binId, capture })
      void runSequence(plan, steps, { send, read, now: Date.now, sleep, report }, stop.signal)
    },
    [binId, report],
  )

  return {
    sequence,
    start: (plan) => {
      setSequence(startedSequence(plan))
      run(plan, [...plan.steps.keys()])
    },
    resume: (steps) => {
      if (!sequence) return
      report({ type: 'begun', steps })
      run(sequence.plan, steps)
    },
    stop: () => {
      stopper.current?.abort()
      report({ type: 'stopping' })
    },
    dismiss: () => setSequence(null),
  }
}

/** Leaving the site asks first; leaving the bin's page for another one of Creel stops it and says so. */
function useEndWithPage(underWay: boolean, stopper: { readonly current: AbortController | null }): void {
  const latest = useRef(underWay)
  latest.current = underWay
  useEffect(() => {
    if (!underWay) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [underWay])
  useEffect(
    () => () => {
      stopper.current?.abort()
      if (latest.current) toast('Resending stopped, because you left the page of the bin.', { id: 'sequence' })
    },
    [stopper],
  )
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
