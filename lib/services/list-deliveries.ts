import type { Delivery } from '#lib/core/delivery'
import type { Runtime } from '#lib/runtime'
import type { Owner } from './find-owner'
import { ownedSummary } from './owned-capture'
import { presentDelivery } from './present'

/** Newest first, at most 200. @throws what `ownedSummary` throws */
export async function listDeliveries(rt: Runtime, owner: Owner | null, binId: string, captureId: string): Promise<Delivery[]> {
  const { bin, summary } = await ownedSummary(rt, owner, binId, captureId)
  const deliveries = await rt.store.listDeliveries(bin.key, summary.seq)
  return deliveries.map((delivery) => presentDelivery(bin, delivery))
}
