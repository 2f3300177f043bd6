import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { captureTarget } from '#lib/core/capture-target'
import { AppError, type ErrorCode } from '#lib/core/errors'
import { LIMITS } from '#lib/core/limits'
import type { RefusalReason } from '#lib/metrics'
import type { Runtime } from '#lib/runtime'
import { answerProblem, CAPTURE_HEADERS } from './answer'
import { createCaptureHost } from './capture-host'
import { createCaptureListener } from './capture-listener'
import { afterPendingReplies, answerConnectionErrors, closeWith } from './connection-errors'
import { limitConnections } from './connection-limits'
import { answerHealth } from './health'
import { createOpenPages } from './open-pages'
import { createPageArmour } from './page-armour'
import { createPageHost } from './page-host'
import { rebuildHead } from './request-head'
import { exchangeShare } from './share-exchange'

/** How long a connection may take for each step, in milliseconds; tests shorten them. */
export type TimeLimits = {
  /** Between two requests. */
  keepAliveTimeout: number
  /** From the first byte, or from the connection where none comes, to the end of the head. */
  headersTimeout: number
  /** From there to the end of the body. */
  requestTimeout: number
  /** Without any byte in either direction: a reader who does not read. */
  idleTimeout: number
  /** How often the above are looked at. */
  connectionsCheckingInterval: number
}

const TIME_LIMITS: TimeLimits = {
  keepAliveTimeout: 65_000, // longer than the 60 s of the usual proxies, so that they close first
  headersTimeout: 60_000,
  requestTimeout: 300_000,
  idleTimeout: 120_000, // longer than any reply takes: 30 s for a delayed one or a resend, 15 s between two signs of a stream
  connectionsCheckingInterval: 15_000,
}

const SETTINGS: ServerOptions = {
  maxHeaderSize: LIMITS.headerBytesMax,
  requireHostHeader: false, // answered here, with a problem document
  noDelay: true,
}

const NO_HOST = new AppError('malformed_request', 'An HTTP/1.1 request names its host (RFC 9112 section 3.2).')
const NOT_HTTP_1 = new AppError('malformed_request', 'Only HTTP/1.0 and HTTP/1.1 are spoken here.')
const NO_BIN = new AppError('bin_not_found', 'A capture URL names its bin: /in/{bin}.')
const REASONS: Partial<Record<ErrorCode, RefusalReason>> = { malformed_request: 'malformed', bin_not_found: 'bin_not_found' }

export type FrontServer = {
  /** The one that listens. */
  server: Server
  /** No new connections; idle ones are closed, others after their reply. Resolves when all are gone. */
  stop(): Promise<void>
  /** Ends event streams, which never end by themselves, and sends replies that wait for their delay. */
  hurry(): void
  /** Ends every connection now. */
  cut(): void
}

/**
 * The HTTP server of the program: captures and health are answered here, all else is handed to `pages`, a server that does not
 * listen itself (Next and socket.io are attached to it). So neither is in the way of a capture.
 */
export function createFrontServer(rt: Runtime, pages: Server, { dev = false, timeLimits = TIME_LIMITS } = {}): FrontServer {
  const captures = createCaptureListener(rt, () => stopping)
  const openPages = createOpenPages()
  const captureHost = rt.config.captureOrigin === null ? null : createCaptureHost(rt.config.captureOrigin, rt.config.trustProxy)
  const pageHost = createPageHost(rt.config)
  const armour = createPageArmour(rt.config, dev)
  let stopping = false

  function serve(req: IncomingMessage, res: ServerResponse, awaits100: boolean): void {
    if (stopping) res.shouldKeepAlive = false
    const target = captureTarget(req.url!)
    if (target === null && answerHealth(rt, req, res)) return
    const refusal = refusalOf(req, target !== null)
    if (refusal) refuse(req, res, refusal)
    else if (target) void captures.capture(req, res, target, awaits100)
    else {
      if (awaits100) res.writeContinue()
      req.url = originForm(req.url!)
      openPages.add(req, res)
      armour.put(req, res)
      if (!exchangeShare(rt, req, res)) pages.emit('request', req, res)
    }
  }

  function refusalOf(req: IncomingMessage, isCapture: boolean): AppError | null {
    if (req.httpVersionMajor !== 1) return NOT_HTTP_1
    if (req.headers.host === undefined && req.httpVersion === '1.1') return NO_HOST
    const wrongHost = captureHost?.refusal(req, isCapture) ?? null
    if (wrongHost || isCapture) return wrongHost
    return isCaptureRoot(req.url!) ? NO_BIN : pageHost.refusal(req)
  }

  function refuse(req: IncomingMessage, res: ServerResponse, error: AppError): void {
    rt.metrics.refused(REASONS[error.code] ?? 'wrong_host')
    if (error === NO_HOST || error === NOT_HTTP_1) res.shouldKeepAlive = false
    answerProblem(req, res, error, CAPTURE_HEADERS)
  }

  const settings = { ...SETTINGS, ...timeLimits }
  const server = configure(createServer(settings), rt, serve, timeLimits)
  // Without an 'upgrade' listener Node reads a request that offers an upgrade as an ordinary one, body included.
  const ordinary = configure(createServer(settings), rt, serve, timeLimits)
  ordinary.emit('listening') // it never listens; this starts the timer that keeps its connections' time limits

  limitConnections(server, rt.config, rt.metrics)
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })

  server.on('upgrade', (req: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy()) // Node took its own listener off, and an error that nobody hears ends the process
    if (isWebSocket(req) && (req.url!.startsWith('/socket.io/') || (dev && req.url!.startsWith('/_next/')))) {
      const refusal = refusalOf(req, false)
      if (refusal) closeWith(socket, refusal)
      else pages.emit('upgrade', req, socket, head)
      return
    }
    // An offer may be ignored (RFC 9110 section 7.8): Java's client makes one with each ordinary POST.
    afterPendingReplies(socket, () => {
      socket.setTimeout(0)
      socket.unshift(Buffer.concat([rebuildHead(req), head]))
      ordinary.emit('connection', socket)
    })
  })

  return {
    server,
    hurry() {
      captures.hurry()
      openPages.endStreams()
    },
    cut() {
      for (const socket of sockets) socket.destroy()
    },
    async stop() {
      stopping = true
      const closeIdle = () => {
        server.closeIdleConnections()
        ordinary.closeIdleConnections()
        for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy() // opened ahead of need; Node counts them as busy
      }
      const sweep = setInterval(closeIdle, 100) // a connection whose last reply was already promised to stay open
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        closeIdle()
      })
      clearInterval(sweep)
      ordinary.close()
    },
  }
}

type Serve = (req: IncomingMessage, res: ServerResponse, awaits100: boolean) => void

function configure(server: Server, rt: Runtime, serve: Serve, { idleTimeout }: TimeLimits): Server {
  server.timeout = idleTimeout
  server.maxHeadersCount = 0 // Node would drop those over 1,000 without a word; maxHeaderSize is the bound
  // A sender that closes its half after the request still gets its reply. Node has the switch, its types have not.
  Object.assign(server, { httpAllowHalfOpen: true })
  server.on('request', (req, res) => serve(req, res, false))
  server.on('checkContinue', (req, res) => serve(req, res, true))
  server.on('checkExpectation', (req, res) => serve(req, res, false)) // an unknown expectation may be ignored: capture it
  answerConnectionErrors(server, rt.metrics)
  return server
}

function isWebSocket(req: IncomingMessage): boolean {
  return req.method === 'GET' && req.headers.upgrade?.toLowerCase() === 'websocket'
}

/** `/in` and `/in/`: nobody's page, and no bin's. */
function isCaptureRoot(target: string): boolean {
  return /^\/in\/?(?:\?|$)/.test(target)
}

/** Pages are served under any host: the absolute form, which proxies use, loses its origin. */
function originForm(target: string): string {
  const absolute = /^https?:\/\/[^/?#]*/i.exec(target)
  if (!absolute) return target
  const path = target.slice(absolute[0].length)
  return path.startsWith('/') ? path : `/${path}`
}
