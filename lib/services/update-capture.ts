import type { CapturePatch, CaptureSummary } from '#lib/core/capture'
import type { Runtime } from '#lib/runtime'
import type { Actor } from './actor'
import { captureNotFound, ownedSummary } from './owned-capture'
import { pinLimits, pinsFull } from './pin-limits'
import { presentSummary } from './present'

/**
 * Pins or unpins a capture, or changes its note. The request itself never changes.
 * @throws what `ownedSummary` throws; `pins_full` where retention would have too little left to delete
 */
export async function updateCapture(
  rt: Runtime,
  actor: Actor,
  binId: string,
  captureId: string,
  patch: CapturePatch,
): Promise<CaptureSummary> {
  const { bin, summary } = await ownedSummary(rt, actor, binId, captureId)
  if (Object.keys(patch).length === 0) return presentSummary(bin, summary)
  const outcome = await rt.store.updateCapture(bin.key, summary.seq, patch, pinLimits(rt.config))
  if (outcome === 'gone') throw captureNotFound()
  if (outcome === 'pins_full') throw pinsFull()
  rt.live.changed(bin.id, { type: 'capture:updated', id: captureId, seq: summary.seq, patch })
  return presentSummary(bin, { ...summary, ...patch })
}
