import { CallError } from '#lib/client/call-error'
import type { Capture } from '#lib/core/capture'
import type { Delivery } from '#lib/core/delivery'
import { explain } from '../../api'
import { MessageIdNotFound } from '../renamed-input'
import { type ResendInput, targetLabel } from '../target'
import { gapBefore } from './plan-sequence'
import { hasFailed, type SequenceEvent, type SequencePlan, type Step, type StepResult } from './sequence'
import { stepInput } from './sign-steps'

export type SequenceTools = {
  send: (captureId: string, input: ResendInput) => Promise<Delivery>
  read: (captureId: string) => Promise<Capture>
  now: () => number
  /** Resolves when the time is over or `signal` is aborted. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  report: (event: SequenceEvent) => void
}

const TROUBLES_MAX = 3
const TROUBLE_MS = 5000
const BUSY_MS = 1000
const BUSY_MS_MAX = 600_000

/** Errors after which no later step can succeed. */
const FATAL: ReadonlySet<string> = new Set(['unauthenticated', 'forbidden', 'cross_site', 'bin_not_found', 'wrong_host'])

/**
 * Sends steps of a plan (by index) one after another, at its pace, and reports each result. An aborted `signal` ends it: no further step
 * is sent, and the current one is awaited, because Creel sends it whether or not anybody waits.
 *
 * After a 429 it waits and repeats the step, which was not sent. After a 503 or a lost connection the step may have been sent, so it
 * counts as failed, the next one waits, and the third such error in a row ends the sequence. Never rejects.
 */
export async function runSequence(
  plan: SequencePlan,
  indexes: readonly number[],
  tools: SequenceTools,
  signal: AbortSignal,
): Promise<void> {
  const { now, report } = tools
  const refused = new Map<string, string>() // targets that the address guard refuses, with the reason
  let startedAt = now()
  let troubles = 0
  for (const [at, index] of indexes.entries()) {
    const step = plan.steps[index]!
    const earliest = startedAt + gapBefore(step, plan.steps[indexes[at - 1] ?? -1], plan.pace)
    if (earliest > now()) await pause(tools, earliest, 'Waiting for the next one', signal)
    if (signal.aborted) break
    const why = refused.get(step.target.url)
    if (why !== undefined) {
      report({ type: 'settled', step: index, result: { state: 'skipped', why } })
      continue
    }
    startedAt = now()
    const outcome = await sendStep(plan, index, tools, signal)
    if (outcome === null) break // stopped while it waited for its turn
    report({ type: 'settled', step: index, result: outcome.result })
    const { code } = outcome
    if (code === 'target_forbidden') refused.set(step.target.url, `${targetLabel(step.target)} was refused before`)
    const after = endedBy(outcome, plan.stopOnFailure)
    if (after !== null) return report({ type: 'ended', why: after })
    troubles = isTrouble(code) ? troubles + 1 : 0
    if (troubles === TROUBLES_MAX) return report({ type: 'ended', why: `Stopped after ${TROUBLES_MAX} errors in a row.` })
    if (troubles > 0 && at < indexes.length - 1) {
      await pause(tools, now() + (outcome.retryAfterMs ?? TROUBLE_MS), 'Creel returned an error. Retrying shortly…', signal)
    }
  }
  report({ type: 'ended', why: null })
}

type Outcome = { result: StepResult; code: CallError['code'] | null; retryAfterMs: number | null }

/** Sends one step and waits while the server is busy; null if it was stopped before it was sent. */
async function sendStep(plan: SequencePlan, index: number, tools: SequenceTools, signal: AbortSignal): Promise<Outcome | null> {
  const step = plan.steps[index]!
  for (;;) {
    if (signal.aborted) return null
    tools.report({ type: 'sending', step: index })
    try {
      const input = await stepInput(step, plan, tools.read)
      return { result: answered(await tools.send(step.capture.id, input)), code: null, retryAfterMs: null }
    } catch (error) {
      if (error instanceof MessageIdNotFound)
        return { result: { state: 'skipped', why: error.message }, code: null, retryAfterMs: null }
      const code = error instanceof CallError ? error.code : null
      const retryAfterMs = error instanceof CallError ? error.retryAfterMs : null
      if (code !== 'too_many_requests') return { result: refusedStep(step, code, error), code, retryAfterMs }
      tools.report({ type: 'settled', step: index, result: { state: 'waiting' } })
      const until = tools.now() + Math.min(BUSY_MS_MAX, retryAfterMs ?? BUSY_MS)
      await pause(tools, until, 'Creel asked to wait (too many requests)', signal)
    }
  }
}

async function pause({ now, sleep, report }: SequenceTools, until: number, why: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  report({ type: 'paused', until, why })
  await sleep(until - now(), signal)
}

function answered({ id, status, error, timings }: Delivery): StepResult {
  const failed = error !== null || status === null || status >= 400
  return { state: 'answered', failed, status, ms: timings.totalMs, deliveryId: id, why: error?.message ?? null }
}

function refusedStep({ capture }: Step, code: Outcome['code'], error: unknown): StepResult {
  if (code === 'capture_not_found') return { state: 'skipped', why: 'It was deleted meanwhile' }
  if (code === 'invalid_input' && capture.truncated) {
    return { state: 'skipped', why: 'Only its first bytes are stored, and an incomplete body is not sent' }
  }
  if (code === 'unreachable') return { state: 'failed', why: 'Creel could not be reached, so it may or may not have been sent' }
  return { state: 'failed', why: explain(error) }
}

/** Why the sequence ends with this outcome, or null. */
function endedBy({ result, code }: Outcome, stopOnFailure: boolean): string | null {
  if (code !== null && FATAL.has(code)) return result.state === 'failed' ? result.why : 'Stopped.'
  return stopOnFailure && hasFailed(result) ? 'Stopped at the first failure.' : null
}

function isTrouble(code: Outcome['code']): boolean {
  return code === 'storage_unavailable' || code === 'unreachable' || code === 'internal'
}
