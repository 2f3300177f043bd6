// Redaction reads text that senders choose. It runs as a generator, so that the caller can pause between steps, and within a budget, so that
// nested encodings cannot multiply the work.

/** Work that can be paused at each `yield`. */
export type Steps<T> = Generator<undefined, T>

/** How many characters may still be read, and how many were read since the last pause. */
export type Reading = { left: number; sincePause: number }

/** Why a text was not read completely. */
export type UnreadReason = 'too_large' | 'too_deep' | 'too_complex' | 'unreadable'

/** Thrown if a text cannot be read completely. The catcher then hides all of it. */
export class Unread extends Error {
  constructor(readonly reason: UnreadReason) {
    super(reason)
  }
}

/** About a millisecond of work. */
const PAUSE_CHARS = 16_384
/** How often each character may be read: once per layer of encoding, and again in the decoded text. */
const LOOKS = 12

export function newReading(chars: number): Reading {
  return { left: chars * LOOKS + 10_000, sincePause: 0 }
}

/** Subtracts characters from the budget. @throws {Unread} `too_complex` once it is spent */
export function spend(reading: Reading, chars: number): void {
  reading.left -= chars + 1
  reading.sincePause += chars + 1
  if (reading.left < 0) throw new Unread('too_complex')
}

/** Whether the caller should `yield` now. */
export function pauseIsDue(reading: Reading): boolean {
  if (reading.sincePause < PAUSE_CHARS) return false
  reading.sincePause = 0
  return true
}

/** Runs all steps at once. For short texts. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
