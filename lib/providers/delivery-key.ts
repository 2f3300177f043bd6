import type { Capture } from '#lib/core/capture'
import { headerIndex, recogniseCapture } from './recognise'

/**
 * What tells the attempts of one delivery from other requests. `by: 'id'`: the sender said so, and other bytes under the same id
 * are worth a look. `by: 'bytes'`: the same request came again, which may be chance.
 */
export type DeliveryKey = { key: string; by: 'id' | 'bytes' }

/** Names that mean the same in every attempt, whoever sends them. Names that are new for each attempt are not among them. */
const GENERIC_IDS = ['idempotency-key', 'x-idempotency-key', 'x-event-id', 'x-delivery-id'] as const

/** null where nothing can be said: no id, and no body that could be the same. */
export function deliveryKey(capture: Capture): DeliveryKey | null {
  const known = recogniseCapture(capture)
  if (known?.deliveryId) return { key: `${known.provider}:${known.deliveryId}`, by: 'id' }
  const header = headerIndex(capture.headers)
  for (const name of GENERIC_IDS) {
    const id = header(name)
    if (id) return { key: `${name}:${id}`, by: 'id' }
  }
  if (capture.bodySize === 0 || capture.truncated) return null
  return { key: `bytes:${capture.method} ${capture.url} ${capture.bodySha256}`, by: 'bytes' }
}
