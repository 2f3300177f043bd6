import type { Delivery } from '#lib/core/delivery'
import { newId } from '#lib/core/ids'
import type { Runtime } from '#lib/runtime'
import type { StoredDelivery } from '#lib/store/stored-delivery'
import type { Actor } from './actor'
import { jobKey } from './listeners/resend-through'
import { captureNotFound, ownedCaptureSeq } from './owned-capture'
import { storeDelivery } from './store-delivery'

/** A request that another program sent, and its answer. `startedAt`: milliseconds since 1970. */
export type DeliveryReport = Omit<StoredDelivery, 'id' | 'captureSeq' | 'startedAt' | 'via' | 'forwardId' | 'warning'> & {
  startedAt?: number | undefined
  /** Id of the job, if a resend through a listener asked for this delivery. */
  job?: string | undefined
}

/** Stores a delivery that a CLI made from the machine where it runs. @throws what `ownedCaptureSeq` throws, `capture_not_found` */
export async function reportDelivery(
  rt: Runtime,
  actor: Actor,
  binId: string,
  captureId: string,
  { startedAt, job, ...report }: DeliveryReport,
): Promise<Delivery> {
  const { bin, seq } = await ownedCaptureSeq(rt, actor, binId, captureId)
  const now = rt.now()
  const delivery = await storeDelivery(rt, bin, {
    id: newId('dl'),
    captureSeq: seq,
    startedAt: Math.min(startedAt ?? now, now), // another machine's clock may be ahead, and retention would delete a delivery from the future last
    ...report,
    via: 'cli',
    forwardId: null,
  })
  if (!delivery) throw captureNotFound()
  if (job !== undefined) rt.listeners.deliver(jobKey(bin.id, job), { deliveryId: delivery.id })
  return delivery
}
