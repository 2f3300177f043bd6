import { lookup } from 'node:dns'
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import type { DeliveryTimings } from '#lib/core/delivery'
import { isAppError } from '#lib/core/errors'
import { pairHeaders } from '#lib/core/headers'
import { LIMITS } from '#lib/core/limits'
import { createAllowList, withoutFinalDot } from './allow-list'
import { DeadlinePassed, explainFailure, type Phase } from './explain-failure'
import { createGuard, dialledHost, type Guard } from './guard'
import { guardedLookup, type Resolve } from './guarded-lookup'
import type { OutgoingRequest, SendRequest, SentRequest } from './guarded-request'
import { outgoingHeaders } from './outgoing-headers'
import { readAnswer } from './read-answer'
import { createSendRoom } from './send-room'
import { readTarget, type Target } from './target'

export type SenderOptions = {
  /** Entries as `parseAllowEntry` takes them. */
  resendAllow: readonly string[]
  resolve?: Resolve
  /** PEM; in place of the authorities that Node trusts. */
  trustedCa?: string
}

/** At 1 MiB for each answer, some 250 ordinary resends at once. */
const IN_FLIGHT_BYTES_MAX = 256 * 1_048_576

type Exchange = { request: OutgoingRequest; target: Target; guard: Guard; resolve: Resolve; trustedCa: string | undefined }

/** Every request has a connection of its own, so that nothing of one owner's reaches another's. @throws {RangeError} for a bad entry */
export function createSender({ resendAllow, resolve = lookup, trustedCa }: SenderOptions): SendRequest {
  const guard = createGuard(createAllowList(resendAllow))
  const room = createSendRoom(IN_FLIGHT_BYTES_MAX)
  return async (request) => {
    const target = readTarget(request.url)
    guard.checkTarget(target)
    const leave = room.enter(request.body.byteLength + request.responseBytesMax)
    try {
      return await exchange({ request, target, guard, resolve, trustedCa })
    } finally {
      leave()
    }
  }
}

async function exchange(each: Exchange): Promise<SentRequest> {
  const { request, target } = each
  const progress = startProgress(target)
  const requestHeaders = outgoingHeaders(request.headers, target.host, request.method, request.body.byteLength)
  const sent: Omit<SentRequest, 'timings'> = {
    status: null,
    responseHeaders: [],
    responseBody: new Uint8Array(0),
    responseTruncated: false,
    error: null,
    requestHeaders,
  }
  let outgoing: ClientRequest | undefined
  let answer: IncomingMessage | undefined
  let cause: unknown
  const expire = () => (answer ?? outgoing)?.destroy(new DeadlinePassed(request.timeoutMs))
  const deadline = setTimeout(expire, request.timeoutMs)
  try {
    outgoing = open(each, requestHeaders, progress)
    outgoing.on('error', (error) => {
      cause ??= error // the answer's own stream says no more than that it was cut
    })
    outgoing.end(request.body)
    answer = await headOf(outgoing)
    progress.reached('body')
    sent.status = answer.statusCode ?? null
    sent.responseHeaders = pairHeaders(answer.rawHeaders)
    const { body, truncated, failure } = await readAnswer(answer, request.responseBytesMax)
    sent.responseBody = body
    sent.responseTruncated = truncated
    if (failure !== null) throw cause ?? failure
  } catch (failure) {
    if (isAppError(failure)) throw failure
    sent.error = explainFailure(failure, progress.phase, target)
  } finally {
    clearTimeout(deadline)
    outgoing?.destroy()
  }
  return { ...sent, timings: progress.timings() }
}

function open(
  { request, target, guard, resolve, trustedCa }: Exchange,
  headers: [string, string][],
  progress: Progress,
): ClientRequest {
  const host = dialledHost(target)
  const outgoing = (target.secure ? httpsRequest : httpRequest)({
    host,
    port: target.port,
    method: request.method,
    path: target.requestTarget,
    headers: headers.flat(), // a flat list goes out as it is; an object would be folded by name
    agent: false,
    lookup: guardedLookup(resolve, guard, target, () => progress.reached('connect')),
    maxHeaderSize: LIMITS.headerBytesMax,
    ...(target.secure ? { servername: isIP(host) ? '' : withoutFinalDot(host), ca: trustedCa } : {}),
  })
  outgoing.maxHeadersCount = 0 // counted in bytes; Node would leave the rest out without a word
  outgoing.once('socket', (socket) => {
    socket.once('connect', () => progress.reached(target.secure ? 'handshake' : 'answer'))
    socket.once('secureConnect', () => progress.reached('answer'))
  })
  return outgoing
}

/** The head of the answer, without its body. */
function headOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve)
    outgoing.once('error', reject)
    outgoing.once('upgrade', (_answer, socket) => {
      socket.destroy()
      reject(Object.assign(new Error('a 101 that nobody asked for'), { code: 'HPE_UNASKED_UPGRADE' }))
    })
    // The last word in any case: without it, an end that Node tells in no other way would never be told.
    outgoing.once('close', () => reject(Object.assign(new Error('closed without an answer'), { code: 'ECONNRESET' })))
  })
}

type Progress = { readonly phase: Phase; reached(phase: Phase): void; timings(): DeliveryTimings }

function startProgress(target: Target): Progress {
  const start = performance.now()
  const reachedMs: Partial<Record<Phase, number>> = {}
  const sinceStart = () => Math.round((performance.now() - start) * 1000) / 1000
  let phase: Phase = isIP(dialledHost(target)) ? 'connect' : 'lookup'
  return {
    get phase() {
      return phase
    },
    reached(next) {
      phase = next
      reachedMs[next] ??= sinceStart()
    },
    timings: () => ({
      dnsMs: reachedMs.connect ?? null,
      connectMs: reachedMs.answer ?? null,
      firstByteMs: reachedMs.body ?? null,
      totalMs: sinceStart(),
    }),
  }
}
