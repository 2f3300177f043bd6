// Redaction reads what any sender chose to write. It runs as a generator, so that the caller can pause between steps, and
// within a budget, so that nested encodings cannot multiply the work.

/** Work that can be paused wherever it yields. */
export type Steps<T> = Generator<undefined, T>

/** How many characters may still be read, and how many were read since the last pause. */
export type Reading = { left: number; sincePause: number }

/** Why a text was not read to its end. */
export type UnreadReason = 'too_large' | 'too_deep' | 'too_complex' | 'unreadable'

/** Thrown where a text cannot be read completely: whoever catches it hides the whole. */
export class Unread extends Error {
  constructor(readonly reason: UnreadReason) {
    super(reason)
  }
}

/** About a millisecond of work. */
const PAUSE_CHARS = 16_384
/** Each character may be looked at this often: by each layer of encoding, and again in what was decoded. */
const LOOKS = 12

export function newReading(chars: number): Reading {
  return { left: chars * LOOKS + 10_000, sincePause: 0 }
}

/** Counts characters. @throws {Unread} `too_complex` once the budget is spent */
export function spend(reading: Reading, chars: number): void {
  reading.left -= chars + 1
  reading.sincePause += chars + 1
  if (reading.left < 0) throw new Unread('too_complex')
}

/** True where the caller should `yield`. */
export function pauseIsDue(reading: Reading): boolean {
  if (reading.sincePause < PAUSE_CHARS) return false
  reading.sincePause = 0
  return true
}

/** Runs all steps at once: for short texts. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
