import type { IncomingMessage } from 'node:http'
import { captureTarget } from '#lib/core/capture-target'
import { clientAddress } from '#lib/core/client-address'
import { ERRORS, type ErrorCode } from '#lib/core/errors'
import { limitSubject } from '#lib/core/limit-subject'
import type { Runtime } from '#lib/runtime'

type Refusing = Pick<Runtime, 'config' | 'refusals' | 'now'>

/** Records that a request to a capture URL was refused, so that a wait on a bin with nearly this id can report it. */
export function noteRefusal(rt: Refusing, req: IncomingMessage, reason: ErrorCode, captureId: string | null = null): void {
  const forwardedFor = req.headers['x-forwarded-for'] as string | undefined // Node joins repeated ones with a comma
  noteRefused(rt, req.url ?? '', clientAddress(req.socket.remoteAddress, forwardedFor, rt.config.trustProxy), reason, captureId)
}

/** The same for input that never became a request. `target`: as on the wire; not every target is a capture URL. */
export function noteRefused(
  rt: Refusing,
  target: string,
  address: string | undefined,
  reason: ErrorCode,
  captureId: string | null = null,
): void {
  const binId = captureTarget(target)?.binId
  if (binId === undefined) return
  const { status } = ERRORS[reason]
  rt.refusals.refused({ binId, status, reason, captureId, at: rt.now() }, limitSubject(address ?? ''))
}
