import type { Capture, CapturePatch } from '#lib/core/capture'
import type { Runtime } from '#lib/runtime'
import type { Actor } from './actor'
import { getCapture } from './get-capture'
import { captureNotFound, ownedSummary } from './owned-capture'
import { pinLimits, pinsFull } from './pin-limits'

/**
 * Pins or unpins a capture, or changes its note. The request itself never changes.
 * @throws what `ownedSummary` throws; `pins_full` if retention would be left with too little to delete
 */
export async function updateCapture(
  rt: Runtime,
  actor: Actor,
  binId: string,
  captureId: string,
  patch: CapturePatch,
  bodyBytesMax?: number,
): Promise<Capture> {
  const { bin, summary } = await ownedSummary(rt, actor, binId, captureId)
  if (Object.keys(patch).length === 0) return getCapture(rt, actor, binId, captureId, bodyBytesMax)
  const outcome = await rt.store.updateCapture(bin.key, summary.seq, patch, pinLimits(rt.config))
  if (outcome === 'gone') throw captureNotFound()
  if (outcome === 'pins_full') throw pinsFull()
  rt.live.changed(bin.id, { type: 'capture:updated', id: captureId, seq: summary.seq, patch })
  return getCapture(rt, actor, binId, captureId, bodyBytesMax)
}
