import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

// What node:http does and does not document. It holds in Node 20.19, 22 and 24; tests/server/node-internals.test.ts fails where it no longer does.

/** Node keeps the reply that it is writing on its socket. */
type WithReply = { _httpMessage?: (ServerResponse & { req: IncomingMessage }) | null }

/** The reply under way on a connection, or null. Further pipelined ones wait behind it. */
export function replyUnderWay(socket: Duplex): (ServerResponse & { req: IncomingMessage }) | null {
  return (socket as WithReply)._httpMessage ?? null
}

/** A sender that closes its half after the request still gets its reply. The switch is there, the documents and types leave it out. */
export function allowHalfOpen(server: Server): void {
  Object.assign(server, { httpAllowHalfOpen: true })
}

/**
 * For a server that never listens and gets its connections by `emit('connection')`: starts the timer that keeps their time limits, which
 * Node starts when a server begins to listen. `close` stops it.
 */
export function watchTimeLimits(server: Server): void {
  server.emit('listening')
}
