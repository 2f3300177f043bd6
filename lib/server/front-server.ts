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

export type FrontServer = {
  /** The one that listens. */
  server: Server
  /** No new connections; idle ones are closed, others after their reply. Resolves when all are gone. */
  stop(): Promise<void>
  /** Ends event streams, which never end by themselves, and answers whoever waits: for a capture, or for a delayed reply. */
  hurry(): void
  /** Ends every connection now. */
  cut(): void
}

/**
 * The HTTP server of the program: captures and health are answered here, all else is handed to `pages`, a server that does not
 * listen itself (Next and socket.io are attached to it). So neither is in the way of a capture.
 */
export function createFrontServer(rt: Runtime, pages: Server, { dev = false, timeLimits = TIME_LIMITS } = {}): FrontServer {
  const connections = new Connections()
  const router = new RequestRouter(rt, pages, connections, dev)
  const create = () => createHttpServer(rt, router, connections, timeLimits)
  const server = create()
  // Without an 'upgrade' listener Node reads a request that offers an upgrade as an ordinary one, body included.
  const ordinary = create()
  watchTimeLimits(ordinary)

  limitConnections(server, rt.config, rt.metrics)
  connections.follow(server)
  server.on('upgrade', (req: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy()) // Node took its own listener off, and an error that nobody hears ends the process
    if (router.upgrade(req, socket, head)) return
    // An offer may be ignored (RFC 9110 section 7.8): Java's client makes one with each ordinary POST.
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

function createHttpServer(rt: Runtime, router: RequestRouter, { condemned }: Connections, timeLimits: TimeLimits): Server {
  const server = createServer({ ...SETTINGS, ...timeLimits })
  server.timeout = timeLimits.idleTimeout
  server.maxHeadersCount = 0 // Node would drop those over 1,000 without a word; maxHeaderSize is the bound
  allowHalfOpen(server)
  server.on('request', (req, res) => router.serve(req, res, false))
  server.on('checkContinue', (req, res) => router.serve(req, res, true))
  server.on('checkExpectation', (req, res) => router.serve(req, res, false)) // an unknown expectation may be ignored: capture it
  answerConnectionErrors(server, rt, condemned)
  return server
}
