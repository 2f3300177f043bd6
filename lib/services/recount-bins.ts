import type { SweepPorts } from './sweep-ports'

const LOG_EVERY_MS = 10_000

/** Recounts the bins whose counters may be wrong. After an update from a version that counted less, that is all of them. */
export async function recountBins({ store, log, now, next }: Pick<SweepPorts, 'store' | 'log' | 'now' | 'next'>): Promise<void> {
  const binCount = await store.recountsLeft()
  if (binCount === 0) return
  const startedAt = now()
  let loggedAt = startedAt
  let rows = 0
  let corrected = 0
  log.info({ bins: binCount }, 'recounting the captures of bins; new ones are stored meanwhile')
  while (await next()) {
    const step = await store.recountStep()
    if (!step) {
      log.info({ rows, corrected, ms: now() - startedAt }, 'recounted what bins hold')
      return
    }
    rows += step.rows
    if (step.corrected) {
      corrected += 1
      log.warn(step.corrected, 'the capture count of a bin was wrong and has been corrected')
    }
    if (now() - loggedAt < LOG_EVERY_MS) continue
    loggedAt = now()
    log.info({ rows, bins: await store.recountsLeft() }, 'still recounting; this many bins are left')
  }
}
