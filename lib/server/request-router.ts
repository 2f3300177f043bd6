import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { captureTarget, namesNoBin } from '#lib/core/capture-target'
import { AppError, type ErrorCode } from '#lib/core/errors'
import type { RefusalReason } from '#lib/metrics'
import type { Runtime } from '#lib/runtime'
import { answerAndClose, answerProblem, captureHeaders, PAGE_ERROR_HEADERS } from './answer'
import { createCaptureHost } from './capture-host'
import { type CaptureListener, createCaptureListener } from './capture-listener'
import { closeWith } from './connection-errors'
import type { Connections } from './connections'
import { drainBeforeEnd } from './drain'
import { createHealth } from './health'
import { noteRefusal } from './note-refusal'
import { createOpenPages } from './open-pages'
import { createPageHost } from './page-host'
import { dropInternalHeaders, pageRefusal } from './page-limits'
import { framingFault } from './request-framing'
import { createSecurityHeaders } from './security-headers'
import { answerSecurityText } from './security-text'
import { exchangeShare } from './share-exchange'
import { countUnread } from './unread-answers'

const NO_BIN = new AppError('bin_not_found', 'A capture URL must name its bin: /in/{bin}.')
const REASONS: Partial<Record<ErrorCode, RefusalReason>> = { malformed_request: 'malformed', bin_not_found: 'bin_not_found' }

/** Answers captures and health here, and passes everything else to `pages`, after checking its limits. */
export class RequestRouter {
  private readonly captures: CaptureListener
  private readonly answerHealth: ReturnType<typeof createHealth>
  private readonly openPages = createOpenPages()
  private readonly captureHost: ReturnType<typeof createCaptureHost> | null
  private readonly pageHost: ReturnType<typeof createPageHost>
  private readonly securityHeaders: ReturnType<typeof createSecurityHeaders>

  constructor(
    private readonly rt: Runtime,
    private readonly pages: Server,
    private readonly connections: Connections,
    private readonly dev: boolean,
  ) {
    const { captureOrigin, trustProxy } = rt.config
    this.captures = createCaptureListener(rt, connections)
    this.answerHealth = createHealth(rt)
    this.captureHost = captureOrigin === null ? null : createCaptureHost(captureOrigin, trustProxy)
    this.pageHost = createPageHost(rt.config)
    this.securityHeaders = createSecurityHeaders(rt.config, dev)
  }

  /** `awaits100`: the sender waits for "100 Continue" before its body. */
  serve(req: IncomingMessage, res: ServerResponse, awaits100: boolean): void {
    if (this.connections.closing.has(req.socket)) return
    if (this.connections.isStopping()) res.shouldKeepAlive = false
    const framing = framingFault(req)
    if (framing) this.refuseFraming(req, res, framing)
    else this.serveFramed(req, res, awaits100)
  }

  /** Passes a WebSocket on, or refuses it. False if the request is not a WebSocket; then its offer of an upgrade may be ignored. */
  upgrade(req: IncomingMessage, socket: Socket, head: Buffer): boolean {
    if (!isWebSocket(req) || !(req.url!.startsWith('/socket.io/') || (this.dev && req.url!.startsWith('/_next/')))) return false
    const refusal = framingFault(req) ?? this.refusalOf(req, false) ?? pageRefusal(req, this.dev)
    if (refusal) closeWith(socket, refusal)
    else this.pages.emit('upgrade', req, socket, head)
    return true
  }

  hurry(): void {
    this.captures.stopDelaying()
    this.rt.matches.stopAll()
    this.openPages.endStreams()
  }

  private refuseFraming(req: IncomingMessage, res: ServerResponse, fault: AppError): void {
    this.connections.closing.set(req.socket, 'malformed')
    this.rt.metrics.refused('malformed')
    noteRefusal(this.rt, req, fault.code)
    answerAndClose(res, fault, captureHeaders(req))
  }

  private serveFramed(req: IncomingMessage, res: ServerResponse, awaits100: boolean): void {
    const target = captureTarget(req.url!)
    if (target === null && this.answerHealth(req, res)) return
    const isCapture = target !== null || namesNoBin(req.url!)
    const refusal = this.refusalOf(req, isCapture) ?? (isCapture && !target ? NO_BIN : null)
    if (refusal) this.refuse(req, res, refusal, isCapture ? captureHeaders(req) : PAGE_ERROR_HEADERS)
    else if (target) void this.captures.capture(req, res, target, awaits100)
    else this.servePage(req, res, awaits100)
  }

  private servePage(req: IncomingMessage, res: ServerResponse, awaits100: boolean): void {
    req.url = originForm(req.url!)
    const refusal = pageRefusal(req, this.dev)
    if (req.url === '*' && req.method === 'OPTIONS') answerPing(res)
    else if (refusal) answerProblem(req, res, refusal, PAGE_ERROR_HEADERS)
    else if (!answerSecurityText(this.rt, req, res)) this.handOver(req, res, awaits100)
  }

  private handOver(req: IncomingMessage, res: ServerResponse, awaits100: boolean): void {
    if (awaits100) res.writeContinue()
    if (!this.dev) dropInternalHeaders(req)
    this.openPages.add(req, res)
    this.securityHeaders.put(req, res)
    countUnread(res, this.rt.answerBudget)
    drainBeforeEnd(req, res)
    if (!exchangeShare(this.rt, req, res)) this.pages.emit('request', req, res)
  }

  private refusalOf(req: IncomingMessage, isCapture: boolean): AppError | null {
    const wrongHost = this.captureHost?.refusal(req, isCapture) ?? null
    return wrongHost || isCapture ? wrongHost : this.pageHost.refusal(req)
  }

  private refuse(req: IncomingMessage, res: ServerResponse, error: AppError, headers: readonly string[]): void {
    this.rt.metrics.refused(REASONS[error.code] ?? 'wrong_host')
    answerProblem(req, res, error, headers)
    noteRefusal(this.rt, req, error.code)
  }
}

/** `OPTIONS *` is about the server as a whole (RFC 9110 section 9.3.7). */
function answerPing(res: ServerResponse): void {
  res.writeHead(204, [...PAGE_ERROR_HEADERS])
  res.end()
}

function isWebSocket(req: IncomingMessage): boolean {
  return req.method === 'GET' && req.headers.upgrade?.toLowerCase() === 'websocket'
}

/** Pages are served under any host, so the absolute form, which proxies use, loses its origin. */
function originForm(target: string): string {
  const absolute = /^https?:\/\/[^/?#]*/i.exec(target)
  if (!absolute) return target
  const path = target.slice(absolute[0].length)
  return path.startsWith('/') ? path : `/${path}`
}
