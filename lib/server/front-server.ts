import { createServer, type IncomingMessage, type Server, type ServerOptions } from 'node:http'
import type { Socket } from 'node:net'
import { LIMITS } from '#lib/core/limits'
import type { Runtime } from '#lib/runtime'
import { afterPendingReplies, answerConnectionErrors } from './connection-errors'
import { limitConnections } from './connection-limits'
import { Connections } from './connections'
import { allowHalfOpen, watchTimeLimits } from './node-internals'
import { rebuildHead } from './request-head'
import { RequestRouter } from './request-router'

/** How long a connection may take for each step, in milliseconds; tests shorten them. */
export type TimeLimits = {
  /** Between two requests. */
  keepAliveTimeout: number
  /** From the first byte, or from the connection if none comes, to the end of the headers. */
  headersTimeout: number
  /** From there to the end of the body. */
  requestTimeout: number
  /** Without a byte in either direction: a client that does not read. */
  idleTimeout: number
  /** How often these limits are checked. */
  connectionsCheckingInterval: number
}

const TIME_LIMITS: TimeLimits = {
  keepAliveTimeout: 65_000, // longer than the usual 60 s of proxies, so that they close first
  headersTimeout: 60_000,
  requestTimeout: 300_000,
  idleTimeout: 120_000, // longer than any reply takes: 30 s for a delayed one or a resend, 15 s between two keep-alive comments of a stream
  connectionsCheckingInterval: 15_000,
}

const SETTINGS: ServerOptions = {
  maxHeaderSize: LIMITS.headerBytesMax,
  requireHostHeader: false, // answered here, with a problem document
  noDelay: true,
}

export type FrontServer = {
  /** The server that listens. */
  server: Server
  /** Accepts no new connections, closes idle ones, and closes the others after their reply. Resolves when all are closed. */
  stop(): Promise<void>
  /** Ends event streams, which never end by themselves, and answers callers that wait for a capture or a delayed reply. */
  hurry(): void
  /** Ends every connection now. */
  cut(): void
}

/**
 * The HTTP server of the program. It answers captures and health itself and passes everything else to `pages`, a server that does not
 * listen itself and has Next and socket.io attached. So neither of them can delay a capture.
 */
export function createFrontServer(rt: Runtime, pages: Server, { dev = false, timeLimits = TIME_LIMITS } = {}): FrontServer {
  const connections = new Connections()
  const router = new RequestRouter(rt, pages, connections, dev)
  const create = () => createHttpServer(rt, router, connections, timeLimits)
  const server = create()
  // Without an 'upgrade' listener, Node reads a request that offers an upgrade as an ordinary one, body included.
  const ordinary = create()
  watchTimeLimits(ordinary)

  limitConnections(server, rt.config, rt.metrics)
  connections.follow(server)
  server.on('upgrade', (req: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy()) // Node removed its own listener, and an unhandled 'error' event would crash the process
    if (router.upgrade(req, socket, head)) return
    // A server may ignore the offer (RFC 9110 section 7.8): Java's client sends one with each ordinary POST.
    afterPendingReplies(socket, () => {
      socket.setTimeout(0)
      socket.unshift(Buffer.concat([rebuildHead(req), head]))
      ordinary.emit('connection', socket)
    })
  })

  return {
    server,
    hurry: () => router.hurry(),
    cut: () => connections.cut(),
    stop: () => connections.stop(server, ordinary),
  }
}

function createHttpServer(rt: Runtime, router: RequestRouter, { closing }: Connections, timeLimits: TimeLimits): Server {
  const server = createServer({ ...SETTINGS, ...timeLimits })
  server.timeout = timeLimits.idleTimeout
  server.maxHeadersCount = 0 // Node would silently drop headers beyond 1,000; maxHeaderSize is the limit
  allowHalfOpen(server)
  server.on('request', (req, res) => router.serve(req, res, false))
  server.on('checkContinue', (req, res) => router.serve(req, res, true))
  server.on('checkExpectation', (req, res) => router.serve(req, res, false)) // a server may ignore an unknown expectation: capture the request
  answerConnectionErrors(server, rt, closing)
  return server
}
