import type { Delivery, DeliverySummary } from '#lib/core/delivery'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'
import type { StoredDelivery } from '#lib/store/stored-delivery'
import { presentDelivery } from './present'

/**
 * Stores a delivery, then notifies the watchers, so that they can fetch it. Returns null and stores nothing if its capture was deleted.
 */
export async function storeDelivery(
  rt: Pick<Runtime, 'config' | 'store' | 'live'>,
  bin: StoredBin,
  stored: StoredDelivery,
): Promise<Delivery | null> {
  const { maxDeliveriesPerCapture: perCapture, maxDeliveryBytesPerBin: bytesPerBin } = rt.config
  if (!(await rt.store.addDelivery(bin.key, stored, { perCapture, bytesPerBin }))) return null
  rt.live.changed(bin.id, { type: 'delivery', delivery: summarizeDelivery(bin, stored) })
  return presentDelivery(bin, stored)
}

/** The delivery as the live stream carries it. */
export function summarizeDelivery(bin: StoredBin, stored: StoredDelivery): DeliverySummary {
  const { responseBody: _, ...summary } = presentDelivery(bin, stored)
  return summary
}
