import type { Capture } from '#lib/core/capture'
import type { Runtime } from '#lib/runtime'
import type { Viewer } from './find-viewer'
import { presentCapture } from './present'
import { shownCapture } from './viewed-bin'
import { viewedCapture } from './viewed-capture'

/** @throws what `viewedCapture` throws */
export async function getCapture(rt: Runtime, viewer: Viewer | null, binId: string, captureId: string): Promise<Capture> {
  const { bin, view, capture } = await viewedCapture(rt, viewer, binId, captureId)
  return shownCapture(view, presentCapture(bin, capture))
}
