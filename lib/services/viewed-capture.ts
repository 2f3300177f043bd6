import { captureSeq } from '#lib/core/ids'
import type { Permission } from '#lib/core/permission'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'
import type { StoredCapture, StoredSummary } from '#lib/store/stored-capture'
import type { Actor } from './actor'
import { captureNotFound, summaryAt } from './owned-capture'
import { checkVisible, viewedBin } from './viewed-bin'

/** @throws what `viewedBin` throws, `capture_not_found`, `forbidden` if the link is to another capture */
async function viewedSeq(rt: Runtime, actor: Actor, binId: string, captureId: string) {
  const { bin, permission } = await viewedBin(rt, actor, binId)
  const seq = captureSeq(bin.captureTag, captureId)
  if (seq === null) throw captureNotFound()
  checkVisible(permission, seq)
  return { bin, permission, seq }
}

/** The bin, the capture with its body, and how much of it may be shown. @throws what `viewedSeq` throws */
export async function viewedCapture(
  rt: Runtime,
  actor: Actor,
  binId: string,
  captureId: string,
): Promise<{ bin: StoredBin; permission: Permission; capture: StoredCapture }> {
  const { bin, permission, seq } = await viewedSeq(rt, actor, binId, captureId)
  const capture = await rt.store.findCapture(bin.key, seq)
  if (!capture) throw captureNotFound()
  return { bin, permission, capture }
}

/** The same without the body. @throws what `viewedSeq` throws */
export async function viewedSummary(
  rt: Runtime,
  actor: Actor,
  binId: string,
  captureId: string,
): Promise<{ bin: StoredBin; permission: Permission; summary: StoredSummary }> {
  const { bin, permission, seq } = await viewedSeq(rt, actor, binId, captureId)
  const summary = await summaryAt(rt, bin, seq)
  if (!summary) throw captureNotFound()
  return { bin, permission, summary }
}
