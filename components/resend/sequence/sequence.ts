import type { CaptureSummary } from '#lib/core/capture'
import type { Target } from '../target'

/** A sequence of sends, one after another: each of some captures to each of some targets. */

export type SequenceOrder = 'oldest' | 'newest'

/** `gaps`: the intervals between the captures' arrivals, at most `maxMs`. */
export type Pace = { kind: 'fast' } | { kind: 'rate'; perSecond: number } | { kind: 'gaps'; maxMs: number }

/** `newIds`: each send is a new message to its receiver. */
export type SequencePlan = { steps: readonly Step[]; pace: Pace; stopOnFailure: boolean; newIds: boolean }

/** One send. `secretId`: the secret that signs it again for its target; null: it keeps the captured signature. */
export type Step = { capture: CaptureSummary; target: Target; secretId: string | null }

export type StepResult =
  | { state: 'waiting' }
  | { state: 'sending' }
  /** `status` null: no complete answer arrived, for the reason in `why`. A status of 400 or above has failed too. */
  | { state: 'answered'; failed: boolean; status: number | null; ms: number; deliveryId: string; why: string | null }
  /** Creel did not send it, or does not know whether it did. */
  | { state: 'failed'; why: string }
  /** It cannot be sent, and a retry would not help. */
  | { state: 'skipped'; why: string }

export type Sequence = {
  plan: SequencePlan
  results: readonly StepResult[]
  /** `stopping`: the current step's answer is awaited. */
  state: 'running' | 'stopping' | 'stopped' | 'done'
  /** What it waits for, in words, and until when (ms since 1970). */
  pause: { until: number; why: string } | null
  /** Why it stopped by itself. */
  why: string | null
}

export type SequenceEvent =
  /** These steps are about to be sent, for the first time or again. */
  | { type: 'begun'; steps: readonly number[] }
  | { type: 'sending'; step: number }
  | { type: 'settled'; step: number; result: StepResult }
  | { type: 'paused'; until: number; why: string }
  | { type: 'stopping' }
  | { type: 'ended'; why: string | null }

export function startedSequence(plan: SequencePlan): Sequence {
  return { plan, results: plan.steps.map(() => ({ state: 'waiting' })), state: 'running', pause: null, why: null }
}

/** Pure: applies one report of the runner. */
export function nextSequence(sequence: Sequence, event: SequenceEvent): Sequence {
  switch (event.type) {
    case 'begun': {
      const begun = new Set(event.steps)
      const results = sequence.results.map((result, step): StepResult => (begun.has(step) ? { state: 'waiting' } : result))
      return { ...sequence, results, state: 'running', why: null }
    }
    case 'sending':
      return { ...sequence, pause: null, results: sequence.results.with(event.step, { state: 'sending' }) }
    case 'settled':
      return { ...sequence, results: sequence.results.with(event.step, event.result) }
    case 'paused':
      return { ...sequence, pause: { until: event.until, why: event.why } }
    case 'stopping':
      return sequence.state === 'running' ? { ...sequence, state: 'stopping' } : sequence
    case 'ended': {
      const whole = sequence.results.every(({ state }) => state !== 'waiting')
      return { ...sequence, pause: null, state: whole && event.why === null ? 'done' : 'stopped', why: event.why }
    }
  }
}

export function isRunning({ state }: Sequence): boolean {
  return state === 'running' || state === 'stopping'
}

export function hasFailed(result: StepResult): boolean {
  return result.state === 'failed' || (result.state === 'answered' && result.failed)
}

export type SequenceCounts = { total: number; settled: number; ok: number; failed: number; skipped: number; waiting: number }

export function countSequence({ results }: Sequence): SequenceCounts {
  const count = (holds: (result: StepResult) => boolean) => results.filter(holds).length
  const waiting = count(({ state }) => state === 'waiting')
  return {
    total: results.length,
    settled: count(({ state }) => state !== 'waiting' && state !== 'sending'),
    ok: count((result) => result.state === 'answered' && !result.failed),
    failed: count(hasFailed),
    skipped: count(({ state }) => state === 'skipped'),
    waiting,
  }
}

/** The current step, or null. */
export function currentStep({ plan, results }: Sequence): Step | null {
  const at = results.findIndex(({ state }) => state === 'sending')
  return plan.steps[at] ?? null
}

/** Indexes of the steps whose result passes. */
export function stepsWhere({ results }: Sequence, holds: (result: StepResult) => boolean): number[] {
  return [...results.keys()].filter((step) => holds(results[step]!))
}
