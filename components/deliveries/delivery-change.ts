import type { Delivery } from '#lib/core/delivery'
import { formatMs } from '../ui/format'

/** How an answer differs from another one. `body` is null if one is missing, or if a truncated one is equal as far as it is stored. */
export type DeliveryChange = { status: string | null; ms: string; body: 'same' | 'different' | null }

/** `500 → 200`, `120 ms → 35 ms`; `status` is null if it is the same. */
export function deliveryChange(before: Delivery, after: Delivery): DeliveryChange {
  const [old, now] = [statusText(before), statusText(after)]
  return {
    status: old === now ? null : `${old} → ${now}`,
    ms: `${formatMs(before.timings.totalMs)} → ${formatMs(after.timings.totalMs)}`,
    body: bodyChange(before, after),
  }
}

/** The latest earlier delivery to the same target; null if there is none. */
export function previousToSameTarget(deliveries: readonly Delivery[], delivery: Delivery): Delivery | null {
  const at = deliveries.indexOf(delivery)
  return deliveries.slice(at + 1).find(({ url }) => url === delivery.url) ?? null
}

function statusText({ status }: Delivery): string {
  return status === null ? 'failed' : String(status)
}

function bodyChange(before: Delivery, after: Delivery): DeliveryChange['body'] {
  if (before.status === null || after.status === null) return null
  const [old, now] = [before.responseBody, after.responseBody]
  if (old.omittedBytes !== now.omittedBytes) return 'different'
  if (old.omittedBytes !== undefined) return null // the list omits long bodies
  if (old.encoding !== now.encoding || old.data !== now.data) return 'different'
  return old.truncated || now.truncated ? null : 'same'
}
