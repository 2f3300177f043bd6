'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { CallError } from '#lib/client/call-error'
import type { Delivery } from '#lib/core/delivery'
import { api, explain } from '../api'
import type { Edits } from './resend-draft'
import { resendInput, type Target } from './target'

/** One target of a send. */
export type Sending = { target: Target } /** `since`: milliseconds since 1970. */ & (
  | { state: 'sending'; since: number }
  | { state: 'answered'; delivery: Delivery }
  /** `forbidden`: the address guard refused the target. */
  | { state: 'refused'; why: string; forbidden: boolean }
  /** The page no longer waits. Creel may have sent it already. */
  | { state: 'cancelled' }
)

export type UseResend = {
  /** In the order of the targets. Empty: nothing was sent yet. */
  sendings: readonly Sending[]
  send: (edits: Edits, targets: readonly Target[]) => void
  /** Stops waiting for the remaining answers. */
  cancel: () => void
}

/** Sends to all targets at the same time. A new send replaces the previous answers. */
export function useResend(binId: string, captureId: string): UseResend {
  const [sendings, setSendings] = useState<readonly Sending[]>([])
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const send = useCallback<UseResend['send']>(
    (edits, targets) => {
      running.current?.abort()
      running.current = new AbortController()
      const { signal } = running.current
      const since = Date.now()
      setSendings(targets.map((target) => ({ target, state: 'sending', since })))
      targets.forEach(async (target, index) => {
        const settled = await settle(target, () =>
          api.resendCapture({ bin: binId, capture: captureId, body: resendInput(target, edits) }, { signal }),
        )
        if (!signal.aborted) setSendings((now) => now.with(index, settled))
      })
    },
    [binId, captureId],
  )
  const cancel = useCallback(() => {
    running.current?.abort()
    setSendings((now) => now.map((each) => (each.state === 'sending' ? { target: each.target, state: 'cancelled' } : each)))
  }, [])
  return { sendings, send, cancel }
}

async function settle(target: Target, send: () => Promise<Delivery>): Promise<Sending> {
  try {
    return { target, state: 'answered', delivery: await send() }
  } catch (error) {
    const forbidden = error instanceof CallError && error.code === 'target_forbidden'
    return { target, state: 'refused', why: explain(error), forbidden }
  }
}
