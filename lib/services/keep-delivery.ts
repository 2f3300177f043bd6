import type { Delivery, DeliverySummary } from '#lib/core/delivery'
import type { Runtime } from '#lib/runtime'
import type { StoredBin, StoredDelivery } from '#lib/store/store'
import { presentDelivery } from './present'

/** Keeps a delivery, then tells the watchers: one that hears of it can fetch it. null, and nothing is kept, where its capture is gone. */
export async function keepDelivery(
  rt: Pick<Runtime, 'config' | 'store' | 'live'>,
  bin: StoredBin,
  stored: StoredDelivery,
): Promise<Delivery | null> {
  const { maxDeliveriesPerCapture: perCapture, maxDeliveryBytesPerBin: bytesPerBin } = rt.config
  if (!(await rt.store.addDelivery(bin.key, stored, { perCapture, bytesPerBin }))) return null
  rt.live.changed(bin.id, { type: 'delivery', delivery: summarizeDelivery(bin, stored) })
  return presentDelivery(bin, stored)
}

/** As the live stream carries it. */
export function summarizeDelivery(bin: StoredBin, stored: StoredDelivery): DeliverySummary {
  const { responseBody: _, ...summary } = presentDelivery(bin, stored)
  return summary
}
