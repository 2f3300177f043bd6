import type { EncodedBytes } from '#lib/core/content'
import { encodeBytes } from '#lib/core/content'
import type { Delivery } from '#lib/core/delivery'
import { AppError, isAppError } from '#lib/core/errors'
import { changeHeaders, type HeaderChange, pairHeaders, type RawHeaders } from '#lib/core/headers'
import { newId } from '#lib/core/ids'
import { LIMITS } from '#lib/core/limits'
import type { OutgoingRequest, SentRequest } from '#lib/net/guarded-request'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'
import type { StoredCapture } from '#lib/store/stored-capture'
import type { StoredDelivery } from '#lib/store/stored-delivery'
import type { Actor } from './actor'
import { ownedCapture } from './owned-capture'
import { type SignInput, signRequest } from './signatures/sign-request'
import { storeDelivery } from './store-delivery'

/**
 * A given field replaces the capture's own as a whole; `headerChanges` apply after that. The caller has checked the header names and values and
 * the base64.
 */
export type ResendInput = {
  url: string
  method?: string
  headers?: RawHeaders
  headerChanges?: readonly HeaderChange[]
  body?: EncodedBytes
  /** Signed again, after all other changes. */
  sign?: SignInput
}

/**
 * Sends a capture, stores the delivery, then notifies the watchers. Resolves with the delivery whatever the target did. When `signal`
 * aborts, the caller has disconnected: the connection is closed, and the delivery is stored with the error `cancelled`.
 *
 * @throws what `ownedCapture` throws
 * @throws `target_forbidden` if the guard refuses the target; nothing is sent and nothing stored
 * @throws `invalid_input` for a URL that cannot be sent to, for CONNECT, and for a truncated capture without a given body
 * @throws what `signRequest` throws, with `sign`
 * @throws `too_many_requests` if too much is in flight in this process
 * @throws `body_too_large` over `CREEL_MAX_BODY_BYTES`
 * @throws `storage_unavailable`, or `capture_not_found` if the capture was deleted meanwhile: the request was sent and the delivery
 * could not be stored; the message says so
 */
export async function resendCapture(
  rt: Runtime,
  actor: Actor,
  binId: string,
  captureId: string,
  input: ResendInput,
  signal?: AbortSignal,
): Promise<Delivery> {
  const { bin, capture } = await ownedCapture(rt, actor, binId, captureId)
  const unsigned = outgoingRequest(rt, capture, input)
  const outgoing = input.sign ? await signRequest(rt, bin, unsigned, input.sign) : unsigned
  const request = { ...outgoing, share: bin.ownerId, signal }
  const startedAt = rt.now()
  const sent = await send(rt, request)
  const stored = toStored(capture, request, sent, startedAt)
  return keep(rt, bin, stored)
}

function outgoingRequest(rt: Runtime, capture: StoredCapture, input: ResendInput): Omit<OutgoingRequest, 'share' | 'signal'> {
  const { url, method, headers, headerChanges = [], body } = input
  return {
    url,
    method: outgoingMethod(method ?? capture.method),
    headers: changeHeaders(headers ?? pairHeaders(capture.rawHeaders), headerChanges),
    body: body ? givenBody(body, rt.config.maxBodyBytes) : wholeBody(capture),
    timeoutMs: LIMITS.resendTimeoutMs,
    responseBytesMax: LIMITS.responseBodyBytesKept,
  }
}

/** In upper case, as Node sends it. */
function outgoingMethod(method: string): string {
  const upper = method.toUpperCase()
  if (upper === 'CONNECT') throw invalid('method', 'cannot be CONNECT: that opens a tunnel and is not a message')
  return upper
}

function givenBody({ encoding, data }: EncodedBytes, bytesMax: number): Uint8Array {
  const bytes = Buffer.from(data, encoding)
  if (bytes.byteLength <= bytesMax) return bytes
  throw new AppError(
    'body_too_large',
    `The body has ${bytes.byteLength} bytes, and the limit is ${bytesMax} (CREEL_MAX_BODY_BYTES).`,
  )
}

/** Part of a body with a signature over the whole body misleads the receiver, so it is not sent unless the caller gives a body. */
function wholeBody({ body, bodySize, truncated, aborted }: StoredCapture): Uint8Array {
  if (!truncated) return body
  const kept = body.byteLength
  if (aborted) throw invalid('body', `is needed: the sender of this capture disconnected after ${kept} bytes of its body`)
  throw invalid('body', `is needed: only the first ${kept} of ${bodySize} bytes of this capture were kept`)
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid_input', `Not accepted: ${path} ${message}.`, { errors: [{ path, message }] })
}

async function send(rt: Runtime, request: OutgoingRequest): Promise<SentRequest> {
  try {
    const sent = await rt.send(request)
    rt.metrics.resent(sent.error ? 'failed' : 'answered')
    return sent
  } catch (error) {
    if (isAppError(error) && error.code === 'target_forbidden') rt.metrics.resent('forbidden')
    throw error
  }
}

function toStored(capture: StoredCapture, request: OutgoingRequest, sent: SentRequest, startedAt: number): StoredDelivery {
  return {
    id: newId('dl'),
    captureSeq: capture.seq,
    url: request.url,
    method: request.method,
    requestHeaders: sent.requestHeaders,
    requestBodySize: request.body.byteLength,
    status: sent.status,
    responseHeaders: sent.responseHeaders,
    responseBody: { ...encodeBytes(sent.responseBody), truncated: sent.responseTruncated },
    error: sent.error,
    ...(sent.warning ? { warning: sent.warning } : {}),
    startedAt,
    timings: sent.timings,
    via: 'resend',
    forwardId: null,
    attempt: null,
  }
}

async function keep(rt: Runtime, bin: StoredBin, stored: StoredDelivery): Promise<Delivery> {
  const outcome = stored.status === null ? 'got no response' : `got ${stored.status}`
  const delivery = await storeDelivery(rt, bin, stored).catch((cause: unknown) => {
    if (!isAppError(cause) || cause.code !== 'storage_unavailable') throw cause
    throw new AppError('storage_unavailable', `The request was sent and ${outcome}, but the delivery could not be stored.`, {
      cause,
    })
  })
  if (delivery) return delivery
  throw new AppError(
    'capture_not_found',
    `The request was sent and ${outcome}. The capture was deleted meanwhile, so the delivery is not stored.`,
  )
}
