import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { LIMITS } from '#lib/core/limits'
import type { Runtime } from '#lib/runtime'
import { answerConnectionErrors } from './connection-errors'
import { limitConnections } from './connection-limits'
import { Connections } from './connections'
import { destroySocket, IgnoredOffers } from './ignored-offers'
import { allowHalfOpen, watchTimeLimits } from './node-internals'
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
  const offers = new IgnoredOffers()
  const create = () => createHttpServer(rt, router, connections, offers, timeLimits)
  const server = create()
  const ordinary = create() // reads on where `server` ended, at an offer of an upgrade
  watchTimeLimits(ordinary)

  limitConnections(server, rt.config, rt.metrics)
  connections.follow(server)
  const onUpgrade = (req: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', destroySocket)
    if (connections.closing.has(socket)) return
    if (!router.upgrade(req, socket, head)) offers.pass(req, socket, head, ordinary)
  }
  server.on('upgrade', onUpgrade)
  ordinary.on('upgrade', onUpgrade)

  return {
    server,
    hurry: () => router.hurry(),
    cut: () => connections.cut(),
    stop: () => connections.stop(server, ordinary),
  }
}

function createHttpServer(
  rt: Runtime,
  router: RequestRouter,
  { closing }: Connections,
  offers: IgnoredOffers,
  timeLimits: TimeLimits,
): Server {
  const serve = (req: IncomingMessage, res: ServerResponse, awaits100: boolean) => {
    offers.restore(req)
    router.serve(req, res, awaits100)
  }
  const server = createServer({ ...SETTINGS, ...timeLimits })
  server.timeout = timeLimits.idleTimeout
  server.maxHeadersCount = 0 // Node would silently drop headers beyond 1,000; maxHeaderSize is the limit
  allowHalfOpen(server)
  server.on('request', (req, res) => serve(req, res, false))
  server.on('checkContinue', (req, res) => serve(req, res, true))
  server.on('checkExpectation', (req, res) => serve(req, res, false)) // a server may ignore an unknown expectation: capture the request
  answerConnectionErrors(server, rt, closing)
  return server
}
