import { captureTarget } from '#lib/core/capture-target'
import { encodeBytes } from '#lib/core/content'
import type { DeliveryError } from '#lib/core/delivery'
import { isAppError } from '#lib/core/errors'
import { judgeAnswer, retryAfterMs, type Verdict } from '#lib/core/forward/retry'
import { forwardUrl } from '#lib/core/forward-url'
import { changeHeaders, headerValue, pairHeaders, type RawHeaders } from '#lib/core/headers'
import { HOPS_HEADER, nextHop } from '#lib/core/hops'
import { newId } from '#lib/core/ids'
import { LIMITS } from '#lib/core/limits'
import type { FairPool } from '#lib/limits/fair-pool'
import type { Connections } from '#lib/net/connections'
import type { OutgoingRequest, SendRequest, SentRequest } from '#lib/net/guarded-request'
import type { StoredForward } from '#lib/store/forward-store'
import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import type { StoredCapture } from '#lib/store/stored-capture'
import type { StoredDelivery } from '#lib/store/stored-delivery'

export type AttemptPorts = {
  store: Pick<Store, 'findCapture' | 'captureSizes'>
  /** Memory for requests in flight, shared by all forwards of this process. */
  memory: FairPool
  send: SendRequest
  /** Signs a request with a secret of the bin. @throws `secret_not_found`, `invalid_input` */
  sign(bin: StoredBin, request: Unsigned, sign: { secretId: string }): Promise<Unsigned>
  now(): number
}

type Unsigned = Pick<OutgoingRequest, 'url' | 'method' | 'headers' | 'body'>
/** `trailers`: how many the capture has. They are not sent. */
type Prepared = Unsigned & { trailers: number }

/** `gone`: the capture was deleted. `unsent`: nothing was sent, so try again soon. `why`: a full sentence, shown to people. */
export type AttemptResult = { kind: 'unsent' } | FinishedAttempt
export type FinishedAttempt =
  | { kind: 'gone' }
  | { kind: 'judged'; verdict: Verdict; why: string; retryAfterMs: number | null; delivery: StoredDelivery | null }

export type AttemptRequest = {
  forward: StoredForward
  bin: StoredBin
  seq: number
  attempt: number
  connections: Connections
  signal: AbortSignal
}

/** Memory that a request in flight takes besides its body. */
const OVERHEAD_BYTES = 512 * 1024
const MEMORY_WAIT_MS = 30_000

/** Sends a capture once, as soon as there is memory for it. `bytes`: size of its body, or null if unknown. @throws what the store throws */
export async function attemptWithinMemory(
  ports: AttemptPorts,
  request: AttemptRequest,
  bytes: number | null,
): Promise<AttemptResult> {
  const { bin, seq, signal } = request
  const size = bytes ?? (await ports.store.captureSizes(bin.key, { after: seq - 1, through: seq, limit: 1 }))?.[0]?.bytes
  if (size === undefined) return { kind: 'gone' }
  const claim = { bin: bin.key, address: bin.ownerId }
  const amount = size + OVERHEAD_BYTES
  const hold = ports.memory.take(claim, amount) ?? (await ports.memory.wait(claim, amount, { timeoutMs: MEMORY_WAIT_MS, signal }))
  if (!hold) return { kind: 'unsent' }
  try {
    return await attemptCapture(ports, request)
  } finally {
    hold.release()
  }
}

/** Sends a capture once. Never throws because of what the target does. @throws what the store throws */
async function attemptCapture(ports: AttemptPorts, request: AttemptRequest): Promise<AttemptResult> {
  const capture = await ports.store.findCapture(request.bin.key, request.seq)
  if (!capture) return { kind: 'gone' }
  const prepared = prepare(request.forward, capture)
  const startedAt = ports.now()
  if ('refused' in prepared) return notSent(request, capture, prepared.refused, startedAt)
  let outgoing: Prepared = prepared
  try {
    if (request.forward.sign) outgoing = { ...prepared, ...(await ports.sign(request.bin, prepared, request.forward.sign)) }
    const sent = await ports.send({
      ...outgoing,
      timeoutMs: LIMITS.resendTimeoutMs,
      responseBytesMax: LIMITS.listedResponseBodyBytesMax,
      share: `forward ${request.bin.ownerId}`,
      signal: request.signal,
      connections: request.connections,
    })
    if (sent.error?.code === 'cancelled') return { kind: 'unsent' }
    return answered(outgoing, sent, toDelivery(request, outgoing, sent, startedAt), ports.now())
  } catch (error) {
    if (!isAppError(error)) throw error
    if (error.code === 'storage_unavailable') throw error // signing reads the secret
    if (error.code === 'too_many_requests') return { kind: 'unsent' }
    if (error.code === 'secret_not_found') return judged('retry', 'The secret that this forward signs with was deleted.')
    if (error.code !== 'target_forbidden') return judged('dead', error.message)
    const refused = { code: error.code, message: error.message }
    return judged('dead', error.message, toDelivery(request, outgoing, nothingSent(refused, outgoing.headers), startedAt))
  }
}

/** A delivery all the same, so that its reason can be read beside the capture. */
function notSent(request: AttemptRequest, capture: StoredCapture, why: string, startedAt: number): AttemptResult {
  const unsent = { url: request.forward.url, method: capture.method, headers: [], body: new Uint8Array(), trailers: 0 }
  return judged('dead', why, toDelivery(request, unsent, nothingSent({ code: 'not_sent', message: why }, []), startedAt))
}

/** The result of an attempt that threw. After a bug of Creel, the capture waits by its schedule, so that it does not block those behind it. */
export function afterError(error: unknown): AttemptResult {
  if (isAppError(error)) return { kind: 'unsent' }
  return judged('retry', 'Creel failed to send it. Its log describes the error.')
}

function judged(verdict: Verdict, why: string, delivery: StoredDelivery | null = null): AttemptResult {
  return { kind: 'judged', verdict, why, retryAfterMs: null, delivery }
}

/** A truncated body would arrive with the signature of the whole body and mislead the receiver, so it is refused. */
function prepare(forward: StoredForward, capture: StoredCapture): Prepared | { refused: string } {
  if (capture.truncated) return { refused: 'Not sent: this capture is truncated.' }
  if (capture.method === 'CONNECT') return { refused: 'Not sent: CONNECT opens a tunnel and is not a message.' }
  const headers = pairHeaders(capture.rawHeaders)
  const hops = nextHop(headers)
  if (hops === null) return { refused: `Not sent: it was sent on three times already (${HOPS_HEADER}).` }
  const { path, query } = captureTarget(capture.target) ?? { path: '/', query: null }
  const { url, refused } = forwardUrl(forward.url, { path, query }, forward.path)
  if (url === null) {
    return {
      refused: `Not sent: ${refused} and may leave ${forward.url}. Use a target URL without a path, or "path": "drop".`,
    }
  }
  return {
    url,
    method: capture.method,
    headers: changeHeaders(headers, [...forward.headerChanges, [HOPS_HEADER, String(hops)]]),
    body: capture.body,
    trailers: capture.rawTrailers.length / 2,
  }
}

function answered({ url }: Unsigned, sent: SentRequest, delivery: StoredDelivery, now: number): AttemptResult {
  const host = new URL(url).host
  const why =
    sent.status === null ? (sent.error?.message ?? `${host} did not respond.`) : `${host} responded with ${sent.status}.`
  return {
    kind: 'judged',
    verdict: judgeAnswer(sent.status),
    why,
    retryAfterMs: retryAfterMs(headerValue(sent.responseHeaders, 'retry-after'), now),
    delivery,
  }
}

function toDelivery(
  { forward, seq, attempt }: AttemptRequest,
  { url, method, body, trailers }: Prepared,
  sent: SentRequest,
  startedAt: number,
): StoredDelivery {
  const dropped = trailers === 0 ? [] : [trailers === 1 ? 'Its trailer was not sent.' : `Its ${trailers} trailers were not sent.`]
  const warnings = [...dropped, ...(sent.warning ? [sent.warning] : [])]
  return {
    id: newId('dl'),
    captureSeq: seq,
    url,
    method,
    requestHeaders: sent.requestHeaders,
    requestBodySize: body.byteLength,
    status: sent.status,
    responseHeaders: sent.responseHeaders,
    responseBody: { ...encodeBytes(sent.responseBody), truncated: sent.responseTruncated },
    error: sent.error,
    ...(warnings.length > 0 ? { warning: warnings.join(' ') } : {}),
    startedAt,
    timings: sent.timings,
    via: 'forward',
    forwardId: forward.id,
    attempt,
  }
}

function nothingSent(error: DeliveryError, headers: RawHeaders): SentRequest {
  return {
    status: null,
    responseHeaders: [],
    responseBody: new Uint8Array(),
    responseTruncated: false,
    error,
    timings: { dnsMs: null, connectMs: null, firstByteMs: null, totalMs: 0 },
    requestHeaders: headers.map(([name, value]) => [name, value]),
  }
}
