import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BinResponse } from '#lib/core/bin'
import type { CaptureTarget } from '#lib/core/capture-target'
import { clientAddress } from '#lib/core/client-address'
import { AppError, isAppError } from '#lib/core/errors'
import type { Runtime } from '#lib/runtime'
import { createAdmission } from '#lib/services/admit-capture'
import { type ReceivedRequest, recordCapture } from '#lib/services/record-capture'
import type { StoredBin } from '#lib/store/store'
import { answerProblem, CAPTURE_HEADERS } from './answer'
import { isPreflight, reply, replyToPreflight } from './capture-reply'
import { type BodyMemory, declaredLength, type ReadBody, type RequestBody, readRequestBody } from './request-body'

/** Bodies on their way in, all together; the queue of the writer has its own bound. */
const BODY_MEMORY_BYTES = 256 * 1024 * 1024
const RETRY_AFTER_SECONDS = '2'
const NO_BODY = Buffer.alloc(0)

export type CaptureListener = {
  /** Captures the request and answers it. Never rejects. `awaits100`: the sender waits for "100 Continue" before its body. */
  capture(req: IncomingMessage, res: ServerResponse, target: CaptureTarget, awaits100: boolean): Promise<void>
  /** From now on no reply waits for its configured delay: the server stops. */
  hurry(): void
}

/** The way of a request: bin known? -> body, counted -> stored -> answered. While `isStopping`, a reply ends its connection. */
export function createCaptureListener(rt: Runtime, isStopping: () => boolean): CaptureListener {
  const memory: BodyMemory = { heldBytes: 0, bytesMax: Math.max(BODY_MEMORY_BYTES, 4 * rt.config.maxBodyBytes) }
  const delayed = new Map<ServerResponse, () => void>()
  const admission = createAdmission(rt)
  let hurried = false

  async function capture(req: IncomingMessage, res: ServerResponse, target: CaptureTarget, awaits100: boolean): Promise<void> {
    let bin: StoredBin | null = null
    try {
      const receivedAt = rt.now() // before the body: a slow upload must not reorder captures
      bin = await rt.bins.find(target.binId)
      if (!bin) throw new AppError('bin_not_found', `There is no bin ${target.binId}.`)
      const waiting = admission?.admit(bin, () => addressOf(req), delayed.size)
      if (waiting) await waiting
      const read = await readBody(req, res, awaits100)
      if (read.end === 'aborted') rt.metrics.refused('aborted')
      else if (read.end === 'no_room') throw new AppError('storage_unavailable', 'Too much is being received now.')
      else {
        const { id } = await recordCapture(rt, bin, received(req, read, receivedAt))
        admission?.stored(bin, read.body.byteLength)
        if (read.end === 'cut') refuseTooLarge(req, res, id)
        else answer(req, res, bin.response, id)
      }
    } catch (error) {
      refuse(req, res, error, bin)
    }
  }

  function received(req: IncomingMessage, read: ReadBody, receivedAt: number): ReceivedRequest {
    return {
      method: req.method!,
      target: req.url!,
      httpVersion: req.httpVersion,
      rawHeaders: req.rawHeaders,
      rawTrailers: req.rawTrailers,
      body: read.body,
      bodySize: read.sizeBytes,
      truncated: read.end === 'cut',
      remoteAddress: addressOf(req),
      receivedAt,
      durationMs: Math.max(0, rt.now() - receivedAt),
    }
  }

  function addressOf(req: IncomingMessage): string {
    return clientAddress(req.socket.remoteAddress, forwardedFor(req), rt.config.trustProxy)
  }

  function readBody(req: IncomingMessage, res: ServerResponse, awaits100: boolean): Promise<RequestBody> | RequestBody {
    const declared = declaredLength(req)
    if (awaits100) {
      if (declared !== null && declared > rt.config.maxBodyBytes) return { end: 'cut', body: NO_BODY, sizeBytes: declared }
      res.writeContinue()
    }
    return readRequestBody(req, declared, rt.config.maxBodyBytes, memory)
  }

  function answer(req: IncomingMessage, res: ServerResponse, response: BinResponse, id: string): void {
    if (isPreflight(req)) replyToPreflight(req, res, id)
    else if (response.delayMs === 0 || hurried) replyNow(res, response, id)
    else replyLater(res, response, id)
  }

  function replyNow(res: ServerResponse, response: BinResponse, id: string): void {
    if (isStopping()) res.shouldKeepAlive = false
    reply(res, response, id)
  }

  function replyLater(res: ServerResponse, response: BinResponse, id: string): void {
    const send = () => {
      clearTimeout(timer)
      delayed.delete(res)
      replyNow(res, response, id)
    }
    const timer = setTimeout(send, response.delayMs)
    delayed.set(res, send)
  }

  function refuseTooLarge(req: IncomingMessage, res: ServerResponse, id: string): void {
    const limit = rt.config.maxBodyBytes
    const error = new AppError('body_too_large', `The body is over ${limit} bytes. Its beginning is stored as ${id}.`)
    answerProblem(req, res, error, [...CAPTURE_HEADERS, 'x-creel-capture', id])
  }

  function refuse(req: IncomingMessage, res: ServerResponse, error: unknown, bin: StoredBin | null): void {
    const code = isAppError(error) ? error.code : 'internal'
    if (code === 'storage_unavailable' && bin) rt.refusals.count(bin.key, code)
    if (code === 'bin_not_found' || code === 'storage_unavailable') rt.metrics.refused(code)
    else if (code === 'too_many_requests') rt.metrics.refused('limited')
    else rt.log.error({ err: error }, 'a capture failed unexpectedly')
    const retry = code === 'storage_unavailable' ? ['retry-after', RETRY_AFTER_SECONDS] : []
    answerProblem(req, res, error, [...CAPTURE_HEADERS, ...retry])
  }

  return {
    capture,
    hurry() {
      hurried = true
      for (const send of delayed.values()) send()
    },
  }
}

/** Node joins the values of repeated headers of this name with a comma. */
function forwardedFor(req: IncomingMessage): string | undefined {
  return req.headers['x-forwarded-for'] as string | undefined
}
