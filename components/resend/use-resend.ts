'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { Delivery } from '#lib/core/delivery'
import { CallError, explain, resendCapture } from '../api-client'
import type { Edits } from './resend-draft'
import { type Target, wishFor } from './target'

/** One target of a send. */
export type Sending = { target: Target } & (
  | { state: 'sending' }
  | { state: 'answered'; delivery: Delivery }
  /** `forbidden`: the address guard refused the target. */
  | { state: 'refused'; why: string; forbidden: boolean }
)

export type UseResend = {
  /** Empty: nothing was sent yet. In the order of the targets. */
  sendings: readonly Sending[]
  send: (edits: Edits, targets: readonly Target[]) => void
}

/** To all targets at the same time; a new send replaces the answers of the last. */
export function useResend(binId: string, captureId: string): UseResend {
  const [sendings, setSendings] = useState<readonly Sending[]>([])
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const send = useCallback<UseResend['send']>(
    (edits, targets) => {
      running.current?.abort()
      running.current = new AbortController()
      const { signal } = running.current
      setSendings(targets.map((target) => ({ target, state: 'sending' })))
      targets.forEach(async (target, index) => {
        const settled = await settle(target, () => resendCapture(binId, captureId, wishFor(target, edits), signal))
        if (!signal.aborted) setSendings((now) => now.with(index, settled))
      })
    },
    [binId, captureId],
  )
  return { sendings, send }
}

async function settle(target: Target, send: () => Promise<Delivery>): Promise<Sending> {
  try {
    return { target, state: 'answered', delivery: await send() }
  } catch (error) {
    const forbidden = error instanceof CallError && error.code === 'target_forbidden'
    return { target, state: 'refused', why: explain(error), forbidden }
  }
}
