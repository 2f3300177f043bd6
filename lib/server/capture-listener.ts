import type { IncomingMessage, ServerResponse } from 'node:http'
import { durationOf } from '#lib/core/capture'
import type { CaptureTarget } from '#lib/core/capture-target'
import { clientAddress } from '#lib/core/client-address'
import { decodeBytes } from '#lib/core/content'
import { AppError, ERRORS, isAppError } from '#lib/core/errors'
import { shareSubject } from '#lib/core/limit-subject'
import type { GateRefusal, Reply } from '#lib/core/reply'
import type { Claim } from '#lib/limits/fair-pool'
import type { Runtime } from '#lib/runtime'
import { type Admission, createAdmission, mayStoreAborted } from '#lib/services/admit-capture'
import { createGate, type Gate, gateError } from '#lib/services/gate/gate'
import { type ReceivedRequest, recordCapture } from '#lib/services/record-capture'
import { storeReply } from '#lib/services/store-reply'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Judged } from '#lib/store/stored-capture'
import { answerProblem, captureHeaders } from './answer'
import { type Answer, isPreflight, PREFLIGHT_STATUS, reply, replyToPreflight } from './capture-reply'
import type { Connections } from './connections'
import { DelayedReplies } from './delayed-replies'
import { ListenerReplies } from './listener-replies'
import { noteRefusal } from './note-refusal'
import { declaredLength, type ReadBody, type RequestBody, readRequestBody } from './request-body'

const RETRY_AFTER_SECONDS = '2'
const NO_BODY = Buffer.alloc(0)
const CUT_UNREAD = { end: 'cut', body: NO_BODY, release() {} } as const

export type CaptureListener = {
  /** Captures the request and answers it. Never rejects. `awaits100`: the sender waits for "100 Continue" before its body. */
  capture(req: IncomingMessage, res: ServerResponse, target: CaptureTarget, awaits100: boolean): Promise<void>
  /** From now on, no reply waits for its configured delay, because the server is stopping. */
  stopDelaying(): void
}

/** A request as it begins: details that are lost once its sender disconnects, or that would be known too late. */
type Arrival = {
  req: IncomingMessage
  res: ServerResponse
  address: string
  receivedAt: number
  /** As `performance.now()`: the clock may be set while the body comes. */
  startedAt: number
}

/**
 * `reply` null: nobody is there to be answered. `listener`: a listener is asked after the commit. `judged`: by the gate, so the signature
 * need not be checked again.
 */
type ChosenReply = { reply: Reply | 'listener' | null; judged?: Judged }
type StoredAs = Awaited<ReturnType<typeof recordCapture>>

export function createCaptureListener(
  rt: Runtime,
  connections: Pick<Connections, 'isStopping' | 'isMalformed'>,
): CaptureListener {
  return new Listener(rt, connections)
}

/** The path of a request: find the bin, read the body, store, answer. */
class Listener implements CaptureListener {
  private readonly admission: Admission | null
  private readonly delayed: DelayedReplies
  private readonly fromListeners: ListenerReplies
  private readonly gate: Gate

  constructor(
    private readonly rt: Runtime,
    private readonly connections: Pick<Connections, 'isStopping' | 'isMalformed'>,
  ) {
    this.admission = createAdmission(rt)
    this.delayed = new DelayedReplies(rt.limits)
    this.fromListeners = new ListenerReplies(rt, this.delayed)
    this.gate = createGate(rt)
  }

  async capture(req: IncomingMessage, res: ServerResponse, target: CaptureTarget, awaits100: boolean): Promise<void> {
    const { rt } = this
    let bin: StoredBin | null = null
    const receivedAt = rt.now() // before the body: a slow upload must not reorder captures
    const arrival = { req, res, receivedAt, startedAt: performance.now(), address: addressOf(req, rt.config.trustProxy) }
    try {
      bin = await rt.bins.find(target.binId)
      if (!bin) throw new AppError('bin_not_found', `There is no bin with the id ${target.binId}.`)
      const waiting = this.admission?.admit(bin, arrival.address)
      if (waiting) await waiting
      const read = await this.readBody(arrival, bin, awaits100)
      if (read.end === 'aborted') await rt.background.run(() => this.storeAborted(arrival, bin!, read))
      else if (read.end === 'no_room') throw new AppError('storage_unavailable', 'Too much is being received now.')
      else {
        const { stored, chosen } = await this.store(arrival, bin, read)
        if (read.end === 'cut') this.refuseTooLarge(arrival, stored.id, read.body.byteLength > 0)
        else if (chosen) this.answer(arrival, bin, stored, chosen)
      }
    } catch (error) {
      this.refuse(req, res, error, bin)
    }
  }

  stopDelaying(): void {
    this.delayed.stopDelaying()
  }

  private readBody(arrival: Arrival, bin: StoredBin, awaits100: boolean): Promise<RequestBody> | RequestBody {
    const { config, bodyMemory } = this.rt
    const declared = declaredLength(arrival.req)
    const limitBytes = config.maxBodyBytes
    if (awaits100) {
      if (declared !== null && declared > limitBytes) return { ...CUT_UNREAD, sizeBytes: declared }
      arrival.res.writeContinue()
    }
    const claim = () => claimOf(arrival, bin, config.trustProxy)
    return readRequestBody(arrival.req, { declared, limitBytes, memory: bodyMemory, claim })
  }

  private async store(
    arrival: Arrival,
    bin: StoredBin,
    read: ReadBody,
  ): Promise<{ stored: StoredAs; chosen: ChosenReply['reply'] }> {
    try {
      const choosing = this.chooseReply(arrival, bin, read)
      const { reply: chosen, judged } = choosing instanceof Promise ? await choosing : choosing
      const reply = chosen === 'listener' ? null : chosen
      const stored = await recordCapture(this.rt, bin, received(arrival, read, reply, judged))
      this.admission?.stored(bin, read.body.byteLength)
      return { stored, chosen }
    } finally {
      read.release()
    }
  }

  /** Chosen before the commit, because it is stored with the capture. */
  private chooseReply(arrival: Arrival, bin: StoredBin, { end, body }: ReadBody): ChosenReply | Promise<ChosenReply> {
    const { req } = arrival
    if (end === 'aborted') return { reply: null }
    if (end === 'cut') return { reply: { status: ERRORS.body_too_large.status, by: 'limit', delayMs: 0 } }
    if (isPreflight(req)) return { reply: { status: PREFLIGHT_STATUS, by: 'preflight', delayMs: 0 } } // a browser sends them without credentials
    return bin.require ? this.passGate(arrival, bin, body) : { reply: this.passed(bin) }
  }

  private passed(bin: StoredBin): Reply | 'listener' {
    return this.fromListeners.hasListener(bin) ? 'listener' : configured(bin)
  }

  private async passGate({ req, receivedAt }: Arrival, bin: StoredBin, body: Uint8Array): Promise<ChosenReply> {
    const { method, url, rawHeaders } = req
    const { refusal, judged } = await this.gate.judge(bin, { method: method!, target: url!, rawHeaders, body, receivedAt })
    if (refusal === null) return { reply: this.passed(bin), judged }
    return { reply: { status: ERRORS.gate_refused.status, by: 'gate', gate: refusal, delayMs: 0 }, judged }
  }

  /** Does not apply to a sender that was cut off by its own parser error, or by the end of this process. */
  private async storeAborted(arrival: Arrival, bin: StoredBin, read: ReadBody): Promise<void> {
    const malformed = this.connections.isMalformed(arrival.req.socket)
    if (!malformed && !this.connections.isStopping() && (await mayStoreAborted(this.rt, bin)))
      await this.store(arrival, bin, read)
    else {
      read.release()
      if (!malformed) this.rt.metrics.refused('aborted')
    }
  }

  private answer(arrival: Arrival, bin: StoredBin, stored: StoredAs, chosen: Reply | 'listener'): void {
    const { req, res } = arrival
    const { id } = stored
    if (chosen === 'listener') this.awaitListener(arrival, bin, stored)
    else if (chosen.by === 'preflight') replyToPreflight(req, res, id)
    else if (chosen.gate) this.refuseByGate(arrival, bin, id, chosen.gate)
    else this.respond(arrival, bin, id)
  }

  /** If too many replies wait for their delay already, the capture is stored all the same and its sender is answered at once. */
  private respond(arrival: Arrival, bin: StoredBin, id: string): void {
    const { res } = arrival
    const claim = () => claimOf(arrival, bin, this.rt.config.trustProxy)
    const waits = this.delayed.add(res, bin.response.delayMs, claim, () => this.reply(res, bin.response, id))
    if (waits) return
    this.rt.refusals.count(bin.key, 'delayed_replies')
    this.reply(res, bin.response, id, true)
  }

  /**
   * Answers with what a listener's target answers, if that comes in time; otherwise with the bin's response, at once. Then stores which
   * it was.
   */
  private awaitListener(arrival: Arrival, bin: StoredBin, stored: StoredAs): void {
    const { rt } = this
    const { res } = arrival
    const askedAt = performance.now()
    const claim = () => claimOf(arrival, bin, rt.config.trustProxy)
    this.fromListeners.awaitAnswer(res, bin, stored.id, claim, (answer) => {
      if (answer) this.reply(res, { ...answer, body: decodeBytes(answer.body) }, stored.id)
      else this.reply(res, bin.response, stored.id, bin.response.delayMs > 0)
      const tookMs = durationOf(performance.now() - askedAt)
      this.storeReply(bin, stored, answer ? { status: answer.status, by: 'listener', delayMs: tookMs } : configured(bin))
    })
  }

  private storeReply(bin: StoredBin, { id, seq }: StoredAs, reply: Reply): void {
    const { background, log } = this.rt
    background
      .run(() => storeReply(this.rt, bin, { id, seq, reply }))
      .catch((error) => log.error({ err: error, capture: id }, 'the reply to a sender could not be stored'))
  }

  private reply(res: ServerResponse, response: Answer, id: string, undelayed = false): void {
    if (this.connections.isStopping()) res.shouldKeepAlive = false
    reply(res, response, id, undelayed)
  }

  private refuseTooLarge({ req, res }: Arrival, id: string, hasBeginning: boolean): void {
    const { rt } = this
    const kept = hasBeginning ? `Its beginning is stored as ${id}.` : `The request is stored as ${id}, without its body.`
    const error = new AppError('body_too_large', `The body is over ${rt.config.maxBodyBytes} bytes. ${kept}`)
    answerProblem(req, res, error, [...captureHeaders(req), 'x-creel-capture', id])
    noteRefusal(rt, req, 'body_too_large', id)
  }

  private refuseByGate({ req, res }: Arrival, bin: StoredBin, id: string, refusal: GateRefusal): void {
    const error = gateError(bin.require!.shown, refusal, id)
    answerProblem(req, res, error, [...captureHeaders(req), 'x-creel-capture', id])
    noteRefusal(this.rt, req, error.code, id)
    this.rt.refusals.count(bin.key, 'gate')
    this.rt.metrics.gateRefused()
  }

  private refuse(req: IncomingMessage, res: ServerResponse, error: unknown, bin: StoredBin | null): void {
    const { rt } = this
    const code = isAppError(error) ? error.code : 'internal'
    const retry = code === 'storage_unavailable' ? ['retry-after', RETRY_AFTER_SECONDS] : []
    answerProblem(req, res, error, [...captureHeaders(req), ...retry]) // before anything that only counts or notifies
    noteRefusal(rt, req, code)
    if (code === 'storage_unavailable' && bin) rt.refusals.count(bin.key, code)
    if (code === 'bin_not_found' || code === 'storage_unavailable') rt.metrics.refused(code)
    else if (code === 'too_many_requests') rt.metrics.refused('limited')
    else rt.log.error({ err: error }, 'a capture failed unexpectedly')
  }
}

function received(
  { req, address, receivedAt, startedAt }: Arrival,
  read: ReadBody,
  reply: Reply | null,
  judged: Judged | undefined,
): ReceivedRequest {
  return {
    method: req.method!,
    target: req.url!,
    httpVersion: req.httpVersion,
    rawHeaders: req.rawHeaders,
    rawTrailers: req.rawTrailers,
    body: read.body,
    bodySize: read.sizeBytes,
    truncated: read.end !== 'whole',
    aborted: read.end === 'aborted',
    remoteAddress: address,
    receivedAt,
    durationMs: durationOf(performance.now() - startedAt),
    reply,
    judged,
  }
}

function configured({ response }: StoredBin): Reply {
  return { status: response.status, by: 'response', delayMs: response.delayMs }
}

function claimOf({ req, address }: Arrival, bin: StoredBin, trustProxy: number): Claim {
  const hasHeader = (name: string) => req.headers[name] !== undefined
  return { bin: bin.key, address: shareSubject(address, trustProxy, hasHeader) }
}

/** Node joins repeated headers of this name with a comma. */
function addressOf({ socket, headers }: IncomingMessage, trustProxy: number): string {
  return clientAddress(socket.remoteAddress, headers['x-forwarded-for'] as string | undefined, trustProxy)
}
