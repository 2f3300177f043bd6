import type { Capture } from '#lib/core/capture'
import { isAppError } from '#lib/core/errors'
import { LIMITS } from '#lib/core/limits'
import type { Runtime } from '#lib/runtime'
import type { Actor } from '#lib/services/actor'
import { getCapture } from '#lib/services/get-capture'

const RENDERED_BODY_CHARS_MAX = 131_072

/**
 * The capture that the URL names, without a body that the viewers fetch themselves. Null if the capture does not exist (the page says
 * so), or if its body is too long to embed in the page but too short for the viewers to fetch (the browser then loads the capture).
 */
export async function readSelected(
  rt: Runtime,
  actor: Actor,
  binId: string,
  captureId: string | string[] | undefined,
): Promise<Capture | null> {
  if (typeof captureId !== 'string') return null
  try {
    const capture = await getCapture(rt, actor, binId, captureId, LIMITS.pageBodyBytesMax)
    return capture.body.data.length <= RENDERED_BODY_CHARS_MAX ? capture : null
  } catch (error) {
    if (isAppError(error)) return null
    throw error
  }
}
