import type { CapturePatch, CaptureSummary } from '#lib/core/capture'
import type { Runtime } from '#lib/runtime'
import type { Owner } from './find-owner'
import { captureNotFound, ownedSummary } from './owned-capture'
import { presentSummary } from './present'

/** Pins a capture or lets it go, writes a note beside it. The request itself never changes. @throws what `ownedSummary` throws */
export async function updateCapture(
  rt: Runtime,
  owner: Owner | null,
  binId: string,
  captureId: string,
  patch: CapturePatch,
): Promise<CaptureSummary> {
  const { bin, summary } = await ownedSummary(rt, owner, binId, captureId)
  if (Object.keys(patch).length === 0) return presentSummary(bin, summary)
  if (!(await rt.store.updateCapture(bin.key, summary.seq, patch))) throw captureNotFound()
  rt.live.changed(bin.id, { type: 'capture:updated', id: captureId, seq: summary.seq, patch })
  return presentSummary(bin, { ...summary, ...patch })
}
