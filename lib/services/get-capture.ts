import type { Capture } from '#lib/core/capture'
import type { Runtime } from '#lib/runtime'
import type { Owner } from './find-owner'
import { ownedCapture } from './owned-capture'
import { presentCapture } from './present'

/** @throws what `ownedCapture` throws */
export async function getCapture(rt: Runtime, owner: Owner | null, binId: string, captureId: string): Promise<Capture> {
  const { bin, capture } = await ownedCapture(rt, owner, binId, captureId)
  return presentCapture(bin, capture)
}
