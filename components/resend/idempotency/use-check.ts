'use client'

import { useEffect, useRef, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { api, explain } from '../../api'
import { MessageIdNotFound, renamedInput } from '../renamed-input'
import { type ResendInput, resendInput, type Target } from '../target'
import { type CheckOrder, type CheckResult, type CheckSend, planCheck, runCheck } from './check'

/** `secretId`: the secret that signs each copy again; null: sent with the captured signature. */
export type CheckInput = {
  of: CaptureSummary
  others: readonly CaptureSummary[]
  target: Target
  times: number
  order: CheckOrder
  newIds: boolean
  secretId: string | null
}

export type Check = {
  sends: readonly CheckSend[]
  results: readonly CheckResult[]
  newIds: boolean
  state: 'running' | 'stopped' | 'done'
}

export type UseCheck = {
  check: Check | null
  /** Why a check could not be started. */
  fault: string | null
  start: (input: CheckInput) => Promise<void>
  stop: () => void
  dismiss: () => void
}

/** One check at a time; it ends with the dialog. */
export function useCheck(): UseCheck {
  const [check, setCheck] = useState<Check | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  async function start(input: CheckInput): Promise<void> {
    running.current?.abort()
    const stop = new AbortController()
    running.current = stop
    const { signal } = stop
    setFault(null)
    const sends = await sendsOf(input, signal).catch((error: unknown) => {
      if (!signal.aborted) setFault(error instanceof MessageIdNotFound ? error.message : explain(error))
      return null
    })
    if (sends === null || signal.aborted) return
    setCheck({ sends, results: sends.map(() => ({ state: 'waiting' })), newIds: input.newIds, state: 'running' })
    const report = (index: number, result: CheckResult) =>
      setCheck((now) => now && { ...now, results: now.results.with(index, result) })
    const send = (capture: string, body: ResendInput) => api.resendCapture({ bin: input.of.binId, capture, body }, { signal })
    await runCheck(sends, input.order, { send, explain, report }, signal)
    setCheck((now) => now && { ...now, state: signal.aborted ? 'stopped' : 'done' })
  }

  return { check, fault, start, stop: () => running.current?.abort(), dismiss: () => setCheck(null) }
}

async function sendsOf({ of, others, target, times, order, newIds, secretId }: CheckInput, signal: AbortSignal) {
  const whole = newIds ? await api.getCapture({ bin: of.binId, capture: of.id }, { signal }) : null
  const sign = secretId === null ? {} : { sign: { secretId } }
  const copies = Array.from({ length: times }, (_, copy): CheckSend => {
    if (whole === null || copy === 0) return { capture: of, copy, input: resendInput(target, sign) } // the first keeps its id
    return { capture: of, copy, input: renamedInput(whole, target, sign) }
  })
  const between = others.map((capture): CheckSend => ({ capture, copy: null, input: resendInput(target, sign) }))
  return planCheck(copies, between, order)
}
