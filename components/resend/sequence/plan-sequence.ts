import type { CaptureSummary } from '#lib/core/capture'
import type { Target } from '../target'
import type { Pace, Sequence, SequenceOrder, Step } from './sequence'

export const STEPS_MAX = 5000
export const PER_SECOND_MAX = 50
export const GAP_SECONDS_MAX = 3600

/**
 * Sends each capture to all targets before the next one. Captures are in order of arrival, or reversed. `secretOf`: the secret that signs
 * a capture again; null: none.
 */
export function planSteps(
  captures: readonly CaptureSummary[],
  targets: readonly Target[],
  order: SequenceOrder,
  secretOf: (capture: CaptureSummary) => string | null = () => null,
): Step[] {
  const sorted = [...captures].sort((a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt) || a.seq - b.seq)
  if (order === 'newest') sorted.reverse()
  return sorted.flatMap((capture) => targets.map((target) => ({ capture, target, secretId: secretOf(capture) })))
}

/** Minimum milliseconds from the start of the previous step to the start of this one. 0 for the first. */
export function gapBefore(step: Step, before: Step | undefined, pace: Pace): number {
  if (!before || pace.kind === 'fast') return 0
  if (pace.kind === 'rate') return 1000 / pace.perSecond
  return Math.min(pace.maxMs, Math.abs(Date.parse(step.capture.receivedAt) - Date.parse(before.capture.receivedAt)))
}

/** The estimated milliseconds left, from the pace and the answers so far; null without an estimate. */
export function timeLeft({ plan, results, pause }: Sequence, now: number): number | null {
  const answers = results.flatMap((result) => (result.state === 'answered' ? [result.ms] : []))
  if (answers.length === 0 && plan.pace.kind === 'fast') return null
  const meanMs = answers.length === 0 ? 0 : answers.reduce((sum, ms) => sum + ms, 0) / answers.length
  let left = pause ? Math.max(0, pause.until - now) : 0
  results.forEach(({ state }, index) => {
    if (state === 'waiting') left += Math.max(meanMs, gapBefore(plan.steps[index]!, plan.steps[index - 1], plan.pace))
  })
  return left
}
