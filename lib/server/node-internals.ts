import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

// Behaviour of node:http, documented and undocumented, that holds in Node 20.19, 22 and 24; tests/server/node-internals.test.ts fails
// where it no longer does.

/** Node stores the current reply on its socket. */
type WithReply = { _httpMessage?: (ServerResponse & { req: IncomingMessage }) | null }

/** The current reply on a connection, or null. Further pipelined ones wait behind it. */
export function currentReply(socket: Duplex): (ServerResponse & { req: IncomingMessage }) | null {
  return (socket as WithReply)._httpMessage ?? null
}

/** A sender that closes its half after the request still gets its reply. Node has this switch, but neither documents nor types it. */
export function allowHalfOpen(server: Server): void {
  Object.assign(server, { httpAllowHalfOpen: true })
}

/**
 * For a server that never listens and gets its connections by `emit('connection')`: starts the timer that enforces their time limits,
 * which Node starts when a server begins to listen. `close` stops it.
 */
export function watchTimeLimits(server: Server): void {
  server.emit('listening')
}
