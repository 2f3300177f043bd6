// Redaction reads text that senders choose. It runs as a generator, so that the caller can pause between steps, and within a budget, so that
// nested encodings cannot multiply the work.

/** Work that can be paused at each `yield`. */
export type Steps<T> = Generator<undefined, T>

/** How many characters may still be read, and how many were read since the last pause. */
export type Budget = { left: number; sincePause: number }

/** Why a text was not read completely. */
export type UnreadableReason = 'too_large' | 'too_deep' | 'too_complex' | 'unreadable'

/** Thrown if a text cannot be read completely. The catcher then hides all of it. */
export class UnreadableError extends Error {
  constructor(readonly reason: UnreadableReason) {
    super(reason)
  }
}

/** About a millisecond of work. */
const PAUSE_CHARS = 16_384
/** How often each character may be read: once per layer of encoding, and again in the decoded text. */
const READS_PER_CHAR = 12

export function newBudget(chars: number): Budget {
  return { left: chars * READS_PER_CHAR + 10_000, sincePause: 0 }
}

/** Subtracts characters from the budget. @throws {UnreadableError} `too_complex` once it is spent */
export function spend(budget: Budget, chars: number): void {
  budget.left -= chars + 1
  budget.sincePause += chars + 1
  if (budget.left < 0) throw new UnreadableError('too_complex')
}

/** Whether the caller should `yield` now. */
export function pauseIsDue(budget: Budget): boolean {
  if (budget.sincePause < PAUSE_CHARS) return false
  budget.sincePause = 0
  return true
}

/** Runs all steps at once. For short texts. */
export function runSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
