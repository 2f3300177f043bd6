import { setImmediate as yieldTurn } from 'node:timers/promises'

/** Above `from` (exclusive), up to `to` (inclusive). */
export type SeqRange = { from: number; to: number }

/** Takes about 5 ms to read. */
const SEQS_PER_STEP = 2_000

/** Cuts a range into steps, with a turn of the event loop in between, because SQLite reads on this thread. `step: null`: all at once. */
export async function* scanSeqs(
  { from, to }: SeqRange,
  { forward, step = SEQS_PER_STEP }: { forward: boolean; step?: number | null },
): AsyncGenerator<SeqRange> {
  const width = step ?? Math.max(1, to - from)
  for (let done = 0; done < to - from; done += width) {
    if (done > 0) await yieldTurn()
    yield forward
      ? { from: from + done, to: Math.min(to, from + done + width) }
      : { from: Math.max(from, to - done - width), to: to - done }
  }
}
