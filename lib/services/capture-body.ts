import { flatHeaderValue } from '#lib/core/headers'
import type { Runtime } from '#lib/runtime'
import type { Actor } from './actor'
import { redactionRefuses } from './viewed-bin'
import { viewedCapture } from './viewed-capture'

export type CaptureBody = { body: Uint8Array; contentType: string | null; truncated: boolean }

/** The exact stored bytes, and the content type that the sender declared. @throws what `viewedCapture` throws, `redacted` */
export async function captureBody(rt: Runtime, actor: Actor, binId: string, captureId: string): Promise<CaptureBody> {
  const { permission, capture } = await viewedCapture(rt, actor, binId, captureId)
  if (permission.redacted) throw redactionRefuses('The body as it came')
  return { body: capture.body, contentType: flatHeaderValue(capture.rawHeaders, 'content-type'), truncated: capture.truncated }
}
