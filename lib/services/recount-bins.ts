import type { SweepPorts } from './sweep'

const TELL_EVERY_MS = 10_000

/** Counts the bins again whose counters may be wrong: after an update from a version that counted less, all of them. */
export async function recountBins({ store, log, now, next }: Pick<SweepPorts, 'store' | 'log' | 'now' | 'next'>): Promise<void> {
  const binCount = await store.recountsLeft()
  if (binCount === 0) return
  const startedAt = now()
  let toldAt = startedAt
  let rows = 0
  let corrected = 0
  log.info({ bins: binCount }, 'counting what bins hold again; captures go on meanwhile')
  while (await next()) {
    const step = await store.recountStep()
    if (!step) {
      log.info({ rows, corrected, ms: now() - startedAt }, 'counted what bins hold again')
      return
    }
    rows += step.rows
    if (step.corrected) {
      corrected += 1
      log.warn(step.corrected, 'the number of captures of a bin was wrong and is corrected')
    }
    if (now() - toldAt < TELL_EVERY_MS) continue
    toldAt = now()
    log.info({ rows, bins: await store.recountsLeft() }, 'still counting what bins hold; so many bins are left')
  }
}
