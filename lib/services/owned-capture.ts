import { AppError } from '#lib/core/errors'
import { captureSeq } from '#lib/core/ids'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'
import type { StoredCapture, StoredSummary } from '#lib/store/stored-capture'
import type { Actor } from './actor'
import { ownedBin } from './owned-bin'

/**
 * The bin and the capture's seq, without checking whether the capture still exists. @throws what `ownedBin` throws, `capture_not_found`
 */
export async function ownedCaptureSeq(
  rt: Runtime,
  actor: Actor,
  binId: string,
  captureId: string,
): Promise<{ bin: StoredBin; seq: number }> {
  const bin = await ownedBin(rt, actor, binId)
  const seq = captureSeq(bin.captureTag, captureId)
  if (seq === null) throw captureNotFound()
  return { bin, seq }
}

/** The bin and the capture with its body. @throws what `ownedBin` throws, `capture_not_found` */
export async function ownedCapture(
  rt: Runtime,
  actor: Actor,
  binId: string,
  captureId: string,
): Promise<{ bin: StoredBin; capture: StoredCapture }> {
  const { bin, seq } = await ownedCaptureSeq(rt, actor, binId, captureId)
  const capture = await rt.store.findCapture(bin.key, seq)
  if (!capture) throw captureNotFound()
  return { bin, capture }
}

/** The bin and the capture without its body. @throws what `ownedBin` throws, `capture_not_found` */
export async function ownedSummary(
  rt: Runtime,
  actor: Actor,
  binId: string,
  captureId: string,
): Promise<{ bin: StoredBin; summary: StoredSummary }> {
  const { bin, seq } = await ownedCaptureSeq(rt, actor, binId, captureId)
  const summary = await summaryAt(rt, bin, seq)
  if (!summary) throw captureNotFound()
  return { bin, summary }
}

/** The capture with this seq without its body, or null if it was deleted. */
export async function summaryAt(rt: Runtime, bin: StoredBin, seq: number): Promise<StoredSummary | null> {
  const [summary] = await rt.store.listCaptures(bin.key, { limit: 1, before: seq + 1 })
  return summary?.seq === seq ? summary : null
}

export function captureNotFound(): AppError {
  return new AppError(
    'capture_not_found',
    'There is no such capture in this bin: it may have been deleted, by hand or by retention.',
  )
}
