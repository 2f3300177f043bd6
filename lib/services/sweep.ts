import { captureId } from '#lib/core/ids'
import type { Store } from '#lib/store/store'
import type { BinToTrim } from '#lib/store/stored-bin'
import { recountBins } from './recount-bins'
import { resealSecrets } from './secrets/reseal-secrets'
import type { SweepPorts } from './sweep-ports'

/** In this order, so that what is expired is deleted first, and what is deleted only for lack of space last. */
const PARTS: readonly { name: string; run(ports: SweepPorts): Promise<void> }[] = [
  { name: 'expired bins', run: endExpiredBins },
  { name: 'recount', run: recountBins },
  { name: 'captures per bin', run: trimOverfullBins },
  { name: 'delivery bytes per bin', run: trimDeliveries },
  { name: 'ceiling', run: enforceCeiling },
  { name: 'rows of what was deleted', run: (ports) => repeat(ports, () => ports.store.removeStep()) },
  { name: 'free space', run: (ports) => repeat(ports, () => ports.store.releaseSpace()) },
]

/**
 * Retention, in steps that do not delay captures. Several processes may sweep the same database at once: each decision is made again
 * in the transaction that deletes. A part that fails is logged, and the others still run.
 */
export async function sweep(ports: SweepPorts): Promise<void> {
  const failed: string[] = []
  let cause: unknown
  for (const { name, run } of PARTS) {
    try {
      await run(ports)
    } catch (error) {
      cause ??= error
      failed.push(name)
    }
  }
  if (failed.length > 0) ports.log.warn({ err: cause, failed }, 'parts of retention failed; retrying in the next sweep')
}

/** Mends what earlier versions or other settings left behind, because the checks at write time do not see it. */
export async function sweepLeftovers(ports: SweepPorts): Promise<void> {
  await ports.store.findWrongCounters()
  await trimDeliveriesOfCaptures(ports)
  await removeOrphans(ports)
  await resealSecrets(ports)
}

async function endExpiredBins({ store, config, live, bins, log, now, next, onExpired }: SweepPorts): Promise<void> {
  const at = now()
  for (const { key, id } of await store.expiredBins(at, config.binTtlMs)) {
    if (!(await next())) return
    const undelivered = await countUndelivered(store, key)
    if (!(await store.deleteExpiredBin(key, at, config.binTtlMs))) continue // a capture arrived, or another process was faster
    bins.forget(id)
    live.changed(id, { type: 'bin:deleted' })
    log.info({ bin: id }, 'a bin expired')
    onExpired(id)
    if (undelivered > 0)
      log.warn({ bin: id, captures: undelivered }, 'a bin expired before its forwards delivered all its captures')
  }
}

/** How many captures the forward that is furthest behind has not delivered. */
async function countUndelivered(store: Store, binKey: number): Promise<number> {
  const counts = await Promise.all((await store.listForwards(binKey)).map((forward) => store.countForward(forward)))
  return Math.max(0, ...counts.map(({ lag, pending }) => lag + pending))
}

async function trimOverfullBins(ports: SweepPorts): Promise<void> {
  const { store, config } = ports
  for (const bin of await store.overfullBins(config.maxCapturesPerBin)) {
    await repeat(ports, async () => {
      const seqs = await store.trimCaptures(bin.key, config.maxCapturesPerBin)
      announceDeleted(ports, bin, seqs)
      return seqs.length > 0
    })
  }
}

async function trimDeliveries(ports: SweepPorts): Promise<void> {
  const { store, config } = ports
  for (const binKey of await store.overfullDeliveryBins(config.maxDeliveryBytesPerBin)) {
    await repeat(ports, () => store.trimDeliveries(binKey, config.maxDeliveryBytesPerBin))
  }
}

/** Ends once it has deleted the excess that there was at its start, whatever arrived meanwhile. */
async function enforceCeiling(ports: SweepPorts): Promise<void> {
  const { store, config } = ports
  const ceiling = config.maxDatabaseBytes
  if (ceiling === null) return
  let excess = (await store.usedBytes()) - ceiling
  if (excess <= 0) return
  const undelivered = new Set<string>()
  await repeat(ports, async () => {
    const step = await store.trimToCeiling(ceiling, excess)
    if (!step) return false
    excess -= step.bytes
    announceDeleted(ports, step.bin, step.seqs)
    if (step.forwardsAffected > 0) undelivered.add(step.bin.id)
    return excess > 0
  })
  if (undelivered.size > 0)
    ports.log.warn(
      { bins: [...undelivered] },
      'captures were deleted under CREEL_MAX_DATABASE_BYTES before their forwards delivered them',
    )
}

async function trimDeliveriesOfCaptures(ports: SweepPorts): Promise<void> {
  const { store, config } = ports
  const max = config.maxDeliveriesPerCapture
  let after: { binKey: number; captureSeq: number } | null = { binKey: 0, captureSeq: 0 }
  while (after && (await ports.next())) {
    const found: Awaited<ReturnType<Store['overfullDeliveryCaptures']>> = await store.overfullDeliveryCaptures(max, after)
    for (const { binKey, captureSeq } of found.over) {
      await repeat(ports, () => store.trimDeliveriesOfCapture(binKey, captureSeq, max))
    }
    after = found.next
  }
}

async function removeOrphans(ports: SweepPorts): Promise<void> {
  for (const table of ['Capture', 'Delivery'] as const) {
    let after: number | null = 0
    while (after !== null && (await ports.next())) after = await ports.store.removeOrphans(table, after)
  }
}

function announceDeleted({ live }: SweepPorts, bin: BinToTrim, seqs: readonly number[]): void {
  for (const seq of seqs) live.changed(bin.id, { type: 'capture:deleted', id: captureId(bin.captureTag, seq), seq })
}

/** Repeats `step` until it has nothing left to do, or the process stops. */
async function repeat({ next }: SweepPorts, step: () => Promise<boolean>): Promise<void> {
  while ((await next()) && (await step()));
}
