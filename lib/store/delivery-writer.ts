import { setImmediate as turn } from 'node:timers/promises'
import { changeCounts, lockBin } from './bin-counts'
import type { Store } from './store'
import { existingSeqs, storeDeliveries } from './store-deliveries'
import type { DeliveryLimits, StoredDelivery } from './stored-delivery'
import type { Locks, Script, Transactions } from './transaction'

/** Limits of one commit, which always stores at least one delivery. */
const BATCH_COUNT_MAX = 64
const BATCH_BYTES_MAX = 1024 * 1024

type Given = { binKey: number; delivery: StoredDelivery; limits: DeliveryLimits }
type Waiting = Given & { resolve(isStored: boolean): void; reject(error: unknown): void }

/**
 * Group commit, as for captures: deliveries that arrive while a batch is being written form the next one. `addDelivery` resolves after the
 * commit, and rejects if the batch failed.
 */
export function deliveryWriter({ run, locks }: Transactions): Pick<Store, 'addDelivery'> {
  let waiting: Waiting[] = []
  let isRunning = false

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      await turn() // so that the calls that this turn of the event loop reads from sockets join the batch
      const batch = waiting.slice(0, countOf(waiting))
      waiting = waiting.slice(batch.length)
      try {
        const stored = await run(() => addDeliveries(batch, locks))
        for (const each of batch) each.resolve(stored.has(each))
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    isRunning = false
  }

  return {
    addDelivery: (binKey, delivery, limits) =>
      new Promise((resolve, reject) => {
        waiting.push({ binKey, delivery, limits, resolve, reject })
        if (isRunning) return
        isRunning = true
        void writeAll()
      }),
  }
}

/** How many of the first fit into one commit. */
function countOf(waiting: readonly Waiting[]): number {
  let bytes = 0
  const over = waiting.findIndex(({ delivery }, at) => {
    bytes += delivery.responseBody.data.length
    return at === BATCH_COUNT_MAX || (at > 0 && bytes > BATCH_BYTES_MAX)
  })
  return over < 0 ? waiting.length : over
}

/** Returns those whose captures exist. Bins are locked in the order of their keys, as by `addCaptures`, so that two processes cannot deadlock. */
function* addDeliveries<G extends Given>(given: readonly G[], locks: Locks): Script<ReadonlySet<G>> {
  const byBin = new Map<number, G[]>()
  for (const each of given) byBin.set(each.binKey, [...(byBin.get(each.binKey) ?? []), each])
  const stored = new Set<G>()
  for (const binKey of [...byBin.keys()].sort((a, b) => a - b)) {
    const bin = yield* lockBin(binKey, locks)
    if (!bin) continue
    const ofBin = byBin.get(binKey)!
    const there = yield* existingSeqs(bin, [...new Set(ofBin.map(({ delivery }) => delivery.captureSeq))])
    const kept = ofBin.filter(({ delivery }) => there.has(delivery.captureSeq))
    if (kept.length === 0) continue
    const deliveries = kept.map(({ delivery }) => delivery)
    yield* changeCounts(bin, yield* storeDeliveries(bin, deliveries, kept.at(-1)!.limits))
    for (const each of kept) stored.add(each)
  }
  return stored
}
