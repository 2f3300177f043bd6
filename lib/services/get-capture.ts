import type { Capture } from '#lib/core/capture'
import type { Runtime } from '#lib/runtime'
import type { Actor } from './actor'
import { presentCapture } from './present'
import { shownCapture } from './viewed-bin'
import { viewedCapture } from './viewed-capture'

/**
 * A body of more than `bodyBytesMax` bytes is left out (`bodyShown: 'omitted'`); `captureBody` returns it. A link that hides credentials
 * always includes its body, because it cannot use `captureBody`.
 *
 * @throws what `viewedCapture` throws
 */
export async function getCapture(
  rt: Runtime,
  actor: Actor,
  binId: string,
  captureId: string,
  bodyBytesMax = Number.POSITIVE_INFINITY,
): Promise<Capture> {
  const { bin, permission, capture } = await viewedCapture(rt, actor, binId, captureId)
  return shownCapture(rt, permission, presentCapture(bin, capture, permission.redacted ? undefined : bodyBytesMax))
}
