import { captureSeq } from '#lib/core/ids'
import type { View } from '#lib/core/view'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'
import type { StoredCapture, StoredSummary } from '#lib/store/stored-capture'
import type { Actor } from './actor'
import { captureNotFound, summaryAt } from './owned-capture'
import { checkVisible, viewedBin } from './viewed-bin'

/** @throws what `viewedBin` throws, `capture_not_found`, `forbidden` if the link is to another capture */
async function viewedSeq(rt: Runtime, actor: Actor, binId: string, captureId: string) {
  const { bin, view } = await viewedBin(rt, actor, binId)
  const seq = captureSeq(bin.captureTag, captureId)
  if (seq === null) throw captureNotFound()
  checkVisible(view, seq)
  return { bin, view, seq }
}

/** The bin, the capture with its body, and how much of it may be shown. @throws what `viewedSeq` throws */
export async function viewedCapture(
  rt: Runtime,
  actor: Actor,
  binId: string,
  captureId: string,
): Promise<{ bin: StoredBin; view: View; capture: StoredCapture }> {
  const { bin, view, seq } = await viewedSeq(rt, actor, binId, captureId)
  const capture = await rt.store.findCapture(bin.key, seq)
  if (!capture) throw captureNotFound()
  return { bin, view, capture }
}

/** The same without the body. @throws what `viewedSeq` throws */
export async function viewedSummary(
  rt: Runtime,
  actor: Actor,
  binId: string,
  captureId: string,
): Promise<{ bin: StoredBin; view: View; summary: StoredSummary }> {
  const { bin, view, seq } = await viewedSeq(rt, actor, binId, captureId)
  const summary = await summaryAt(rt, bin, seq)
  if (!summary) throw captureNotFound()
  return { bin, view, summary }
}
