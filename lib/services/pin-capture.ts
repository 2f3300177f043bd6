import type { CaptureSummary } from '#lib/core/capture'
import type { Runtime } from '#lib/runtime'
import type { Owner } from './find-owner'
import { captureNotFound, ownedSummary } from './owned-capture'
import { presentSummary } from './present'

/** Retention leaves a pinned capture alone; deleting and clearing do not. @throws what `ownedSummary` throws */
export async function pinCapture(
  rt: Runtime,
  owner: Owner | null,
  binId: string,
  captureId: string,
  pinned: boolean,
): Promise<CaptureSummary> {
  const { bin, summary } = await ownedSummary(rt, owner, binId, captureId)
  if (!(await rt.store.pinCapture(bin.key, summary.seq, pinned))) throw captureNotFound()
  return presentSummary(bin, { ...summary, pinned })
}
