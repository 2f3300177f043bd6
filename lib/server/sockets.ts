import type { Server as HttpServer, IncomingMessage } from 'node:http'
import { type DefaultEventsMap, Server, type ServerOptions } from 'socket.io'
import { clientAddress } from '#lib/core/client-address'
import { AppError, isAppError } from '#lib/core/errors'
import { limitSubject } from '#lib/core/limit-subject'
import type { StreamEvents } from '#lib/core/stream-protocol'
import type { Runtime } from '#lib/runtime'
import { isOwnOrigin } from '#lib/services/origins'
import { limitPackets } from './packet-limit'
import { headerReader, type SocketCaller, socketCaller } from './socket-caller'
import { type StreamSocket, serveSubscriptions, type UntrustedRequests } from './socket-subscriptions'

type StreamServer = Server<UntrustedRequests, StreamEvents, DefaultEventsMap, { caller: SocketCaller }>

const SETTINGS: Partial<ServerOptions> = {
  serveClient: false,
  maxHttpBufferSize: 8_192, // a subscription is 100 bytes
  connectTimeout: 10_000, // time for the client to send its credentials
  pingInterval: 15_000, // under the 30 to 60 s after which proxies close a silent connection
  pingTimeout: 10_000,
  perMessageDeflate: false, // it would cost 300 kB and a millisecond per socket, for frames of 400 bytes
  httpCompression: false,
}

/**
 * The live stream over socket.io on `pages`, a server that does not listen itself: the front server passes it requests and upgrades.
 * `close` ends every socket like a broken connection, so that the clients reconnect by themselves.
 */
export function attachSockets(rt: Runtime, pages: HttpServer): { close(): Promise<void> } {
  let closing = false
  const io: StreamServer = new Server(pages, {
    ...SETTINGS,
    allowRequest: (req, answer) => {
      const refusal = closing ? 'The server stops.' : (foreignOrigin(rt, req) ?? tooManyStreams(rt, req))
      answer(refusal, refusal === null)
    },
  })
  io.engine.on('connection', (connection) => {
    limitPackets(connection)
    reserveStream(rt, connection)
  })
  io.use(admitOnce(rt))
  io.on('connection', (socket) => serveSubscriptions(rt, socket))

  // Events of other processes may have been missed, so clients are disconnected and reload when they reconnect.
  const stopAwaiting = rt.live.onMissed(() => {
    for (const socket of io.sockets.sockets.values()) socket.conn.close()
  })
  const stopAwaitingSignOut = rt.live.onSignOut((keyId) => {
    for (const socket of io.sockets.sockets.values()) {
      const { key } = socket.data.caller
      if (key?.via === 'cookie' && key.key.id === keyId) socket.conn.close()
    }
  })
  return {
    async close() {
      closing = true
      stopAwaiting()
      stopAwaitingSignOut()
      await io.close()
    },
  }
}

/** Browsers let any page open a WebSocket to any host, with cookies, and name that page in `Origin`. Scripts send none. */
function foreignOrigin(rt: Runtime, req: IncomingMessage): string | null {
  const { origin } = req.headers
  if (origin === undefined || isOwnOrigin(rt.config, headerReader(req.headers), origin)) return null
  return 'A socket from a page of another site is refused. Behind a proxy, pass Host through or set CREEL_ORIGIN.'
}

function tooManyStreams(rt: Runtime, req: IncomingMessage): string | null {
  return rt.limits.streams.isFull(subjectOf(rt, req)) ? 'Too many live streams are open from this address. Close some.' : null
}

/** Checks again, because two sockets that opened at the same moment may both have found the last place free. */
function reserveStream(rt: Runtime, connection: StreamSocket['conn']): void {
  const release = rt.limits.streams.acquire(subjectOf(rt, connection.request))
  if (release) connection.on('close', release)
  else connection.close(true)
}

function subjectOf(rt: Runtime, req: IncomingMessage): string {
  const forwardedFor = headerReader(req.headers).get('x-forwarded-for')
  return limitSubject(clientAddress(req.socket.remoteAddress, forwardedFor, rt.config.trustProxy))
}

/** Admits one socket per connection. After a refusal the client may try again with other credentials. */
function admitOnce(rt: Runtime) {
  const admitted = new WeakSet<object>()
  return async (socket: StreamSocket, next: (error?: Error) => void): Promise<void> => {
    if (admitted.has(socket.conn)) {
      socket.conn.close()
      return next(new Error('This connection already has its socket.'))
    }
    admitted.add(socket.conn)
    try {
      socket.data.caller = await socketCaller(rt, socket.handshake)
      next()
    } catch (error) {
      admitted.delete(socket.conn)
      if (!isAppError(error)) rt.log.error({ err: error }, 'a socket could not be admitted')
      next(refusal(error))
    }
  }
}

/** socket.io sends only the message and `data`. */
function refusal(error: unknown): Error {
  const { code, message } = isAppError(error) ? error : new AppError('internal', 'The credentials could not be looked up.')
  return Object.assign(new Error(message), { data: { code } })
}
