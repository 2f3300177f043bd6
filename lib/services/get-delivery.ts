import type { Delivery } from '#lib/core/delivery'
import { AppError } from '#lib/core/errors'
import type { Runtime } from '#lib/runtime'
import type { Actor } from './actor'
import { summaryAt } from './owned-capture'
import { presentDelivery } from './present'
import { checkVisible, shownDelivery, viewedBin } from './viewed-bin'

/** One delivery with its whole response body. @throws what `viewedBin` and `checkVisible` throw, `delivery_not_found` */
export async function getDelivery(rt: Runtime, actor: Actor, binId: string, deliveryId: string): Promise<Delivery> {
  const { bin, permission } = await viewedBin(rt, actor, binId)
  const delivery = await rt.store.findDelivery(bin.key, deliveryId)
  if (!delivery) throw deliveryNotFound()
  checkVisible(permission, delivery.captureSeq)
  if (!(await summaryAt(rt, bin, delivery.captureSeq))) throw deliveryNotFound() // its capture was deleted a moment ago
  return shownDelivery(rt, permission, presentDelivery(bin, delivery))
}

function deliveryNotFound(): AppError {
  return new AppError('delivery_not_found', 'There is no such delivery in this bin.')
}
