import type { Delivery, ListedDelivery } from '#lib/core/delivery'
import type { Runtime } from '#lib/runtime'
import type { Actor } from './actor'
import { presentDelivery } from './present'
import { shownDelivery } from './viewed-bin'
import { viewedSummary } from './viewed-capture'

/** Newest first, at most 200, without long response bodies. @throws what `viewedSummary` throws */
export async function listDeliveries(rt: Runtime, actor: Actor, binId: string, captureId: string): Promise<ListedDelivery[]> {
  const { bin, permission, summary } = await viewedSummary(rt, actor, binId, captureId)
  const listed: ListedDelivery[] = []
  for (const delivery of await rt.store.listDeliveries(bin.key, summary.seq)) {
    const shown = await shownDelivery(rt, permission, presentDelivery(bin, delivery))
    listed.push(withoutOmitted(shown, delivery.responseBody.omittedBytes))
  }
  return listed
}

function withoutOmitted(
  { responseBody: { data, ...body }, ...delivery }: Delivery,
  omittedBytes: number | undefined,
): ListedDelivery {
  return { ...delivery, responseBody: omittedBytes === undefined ? { ...body, data } : { ...body, omittedBytes } }
}
