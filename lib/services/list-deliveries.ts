import type { Delivery } from '#lib/core/delivery'
import type { Runtime } from '#lib/runtime'
import type { Viewer } from './find-viewer'
import { presentDelivery } from './present'
import { shownDelivery } from './viewed-bin'
import { viewedSummary } from './viewed-capture'

/** Newest first, at most 200. @throws what `viewedSummary` throws */
export async function listDeliveries(rt: Runtime, viewer: Viewer | null, binId: string, captureId: string): Promise<Delivery[]> {
  const { bin, view, summary } = await viewedSummary(rt, viewer, binId, captureId)
  const deliveries = await rt.store.listDeliveries(bin.key, summary.seq)
  return deliveries.map((delivery) => shownDelivery(view, presentDelivery(bin, delivery)))
}
