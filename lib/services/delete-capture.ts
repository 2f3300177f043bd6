import type { Runtime } from '#lib/runtime'
import type { Actor } from './actor'
import { captureNotFound, ownedCaptureSeq } from './owned-capture'

/** @throws what `ownedCaptureSeq` throws, `capture_not_found` if it was deleted already */
export async function deleteCapture(rt: Runtime, actor: Actor, binId: string, captureId: string): Promise<void> {
  const { bin, seq } = await ownedCaptureSeq(rt, actor, binId, captureId)
  if (!(await rt.store.deleteCapture(bin.key, seq))) throw captureNotFound()
  rt.bins.forget(bin.id)
  rt.live.changed(bin.id, { type: 'capture:deleted', id: captureId, seq })
}
