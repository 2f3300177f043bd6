import { flatHeaderValue } from '#lib/core/headers'
import type { Runtime } from '#lib/runtime'
import type { Owner } from './find-owner'
import { ownedCapture } from './owned-capture'

export type CaptureBody = { body: Uint8Array; contentType: string | null; truncated: boolean }

/** The exact bytes that are kept, and what the sender called them. @throws what `ownedCapture` throws */
export async function captureBody(rt: Runtime, owner: Owner | null, binId: string, captureId: string): Promise<CaptureBody> {
  const { capture } = await ownedCapture(rt, owner, binId, captureId)
  return { body: capture.body, contentType: flatHeaderValue(capture.rawHeaders, 'content-type'), truncated: capture.truncated }
}
