import type { Logger } from 'pino'
import type { Config } from '#lib/config'
import { captureId } from '#lib/core/ids'
import type { Live } from '#lib/live/live'
import type { BinCache } from '#lib/store/bin-cache'
import type { BinToTrim, Store } from '#lib/store/store'

/** What a sweep needs of the Runtime. */
export type SweepPorts = {
  config: Pick<Config, 'maxCapturesPerBin' | 'binTtlMs' | 'maxDatabaseBytes'>
  store: Store
  live: Pick<Live, 'changed'>
  bins: Pick<BinCache, 'forget'>
  log: Pick<Logger, 'info'>
  now(): number
  /** Called between two steps, each of a few milliseconds: lets captures pass, and ends the sweep where it resolves to false. */
  next(): Promise<boolean>
}

/**
 * Retention, in steps that do not delay captures: bins whose lifetime is over, the oldest captures above
 * `CREEL_MAX_CAPTURES_PER_BIN` (pinned ones stay) and above `CREEL_MAX_DATABASE_BYTES`, the rows of what was cleared or
 * deleted; then free room goes back to the file system. Several processes may sweep at once: they meet in the database.
 */
export async function sweep(ports: SweepPorts): Promise<void> {
  await endExpiredBins(ports)
  await trimOverfullBins(ports)
  await keepUnderCeiling(ports)
  await repeat(ports, () => ports.store.removeStep())
  await repeat(ports, () => ports.store.releaseSpace())
}

async function endExpiredBins({ store, config, live, bins, log, now, next }: SweepPorts): Promise<void> {
  for (const { key, id } of await store.expiredBins(now(), config.binTtlMs)) {
    if (!(await next())) return
    await store.deleteBin(key)
    bins.forget(id)
    live.changed(id, { type: 'bin:deleted' })
    log.info({ bin: id }, 'a bin came to the end of its lifetime')
  }
}

async function trimOverfullBins(ports: SweepPorts): Promise<void> {
  for (const { over, ...bin } of await ports.store.overfullBins(ports.config.maxCapturesPerBin)) {
    let left = over
    await repeat(ports, async () => {
      const removed = await trim(ports, bin, left)
      left -= removed
      return removed > 0 && left > 0
    })
  }
}

/** Takes from whichever bin is the largest, so that a small bin does not pay for a large one. */
async function keepUnderCeiling(ports: SweepPorts): Promise<void> {
  const { store, config } = ports
  const ceiling = config.maxDatabaseBytes
  if (ceiling === null) return
  await repeat(ports, async () => {
    if ((await store.usedBytes()) <= ceiling) return false
    const bin = await store.largestBin()
    return bin !== null && (await trim(ports, bin, Number.MAX_SAFE_INTEGER)) > 0
  })
}

async function trim({ store, live }: SweepPorts, bin: BinToTrim, count: number): Promise<number> {
  const seqs = await store.removeOldest(bin.key, count)
  for (const seq of seqs) live.changed(bin.id, { type: 'capture:deleted', id: captureId(bin.captureTag, seq), seq })
  return seqs.length
}

/** Until `step` has nothing left to do, or the process stops. */
async function repeat({ next }: SweepPorts, step: () => Promise<boolean>): Promise<void> {
  while ((await next()) && (await step()));
}
