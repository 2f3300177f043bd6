import type { CaptureSummary } from '#lib/core/capture'
import { compareAnswers, type RepeatedAnswer } from '#lib/core/compare-answers'
import type { Delivery } from '#lib/core/delivery'
import { deliveryChange } from '../../deliveries/delivery-change'
import type { ResendInput } from '../target'

// Tests whether a receiver processes a repeated message only once. One capture is sent several times, and the answers are compared.

export const TIMES_MAX = 20
export const TIMES_MIN = 2

export type CheckOrder = 'in-turn' | 'at-once' | 'mixed'

/** `copy`: the first, second … of the checked capture; null: another capture, sent in between. */
export type CheckSend = { capture: CaptureSummary; copy: number | null; input: ResendInput }

export type CheckResult =
  | { state: 'waiting' }
  | { state: 'sending' }
  | { state: 'answered'; delivery: Delivery }
  | { state: 'failed'; why: string }
  /** No longer awaited; it may have arrived. */
  | { state: 'cancelled' }

/** Copies of one capture; if `mixed`, shuffled with the others. `random`: from 0 to below 1. */
export function planCheck(
  copies: readonly CheckSend[],
  others: readonly CheckSend[],
  order: CheckOrder,
  random: () => number = Math.random,
): CheckSend[] {
  if (order !== 'mixed') return [...copies]
  const sends = [...copies, ...others]
  for (let i = sends.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1))
    const kept = sends[i]!
    sends[i] = sends[j]!
    sends[j] = kept
  }
  let copy = 0
  return sends.map((send) => (send.copy === null ? send : { ...send, copy: copy++ })) // numbered in the order of sending
}

export type CheckTools = {
  send: (capture: string, input: ResendInput, signal: AbortSignal) => Promise<Delivery>
  explain: (error: unknown) => string
  report: (index: number, result: CheckResult) => void
}

/**
 * Sends all, one by one or at once, and reports each result. An aborted `signal` ends it without waiting for requests in flight. Never
 * rejects.
 */
export async function runCheck(
  sends: readonly CheckSend[],
  order: CheckOrder,
  { send, explain, report }: CheckTools,
  signal: AbortSignal,
): Promise<void> {
  async function one({ capture, input }: CheckSend, index: number): Promise<void> {
    report(index, { state: 'sending' })
    try {
      report(index, { state: 'answered', delivery: await send(capture.id, input, signal) })
    } catch (error) {
      report(index, signal.aborted ? { state: 'cancelled' } : { state: 'failed', why: explain(error) })
    }
  }
  if (order === 'at-once') {
    await Promise.all(sends.map(one))
    return
  }
  for (const [index, each] of sends.entries()) {
    if (signal.aborted) return
    await one(each, index)
  }
}

/** Describes the answers of the copies, in the order of sending. */
export function verdictOf(results: readonly CheckResult[]): string[] {
  const settled = results.filter(({ state }) => state !== 'waiting' && state !== 'sending')
  const [first] = settled
  return compareAnswers(settled.map((result) => answerOf(result, first!)))
}

function answerOf(result: CheckResult, first: CheckResult): RepeatedAnswer {
  if (result.state === 'failed') return { status: null, why: `was not sent: ${result.why}` }
  if (result.state !== 'answered') return { status: null, why: 'was cancelled' }
  const { status, error } = result.delivery
  if (status === null) return { status, why: `got no response: ${error?.message ?? 'no reason is known'}` }
  const body = first.state === 'answered' ? deliveryChange(first.delivery, result.delivery).body : null
  return { status, body }
}
