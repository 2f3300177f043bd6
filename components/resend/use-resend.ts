'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { Delivery } from '#lib/core/delivery'
import { CallError, explain, type ResendWish, resendCapture } from '../api-client'

export type Resend =
  | { state: 'idle' }
  | { state: 'sending' }
  | { state: 'answered'; delivery: Delivery }
  /** `forbidden`: the address guard refused the target. */
  | { state: 'refused'; why: string; forbidden: boolean }

/** One send at a time; a new one replaces the answer of the last. */
export function useResend(binId: string, captureId: string): { resend: Resend; send: (wish: ResendWish) => void } {
  const [resend, setResend] = useState<Resend>({ state: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const send = useCallback(
    async (wish: ResendWish) => {
      running.current?.abort()
      const mine = new AbortController()
      running.current = mine
      setResend({ state: 'sending' })
      try {
        const delivery = await resendCapture(binId, captureId, wish, mine.signal)
        if (!mine.signal.aborted) setResend({ state: 'answered', delivery })
      } catch (error) {
        if (mine.signal.aborted) return
        const forbidden = error instanceof CallError && error.code === 'target_forbidden'
        setResend({ state: 'refused', why: explain(error), forbidden })
      }
    },
    [binId, captureId],
  )
  return { resend, send }
}
