import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { afterPendingReplies } from './connection-errors'
import { currentReply } from './node-internals'

/** As long as `Upgrade`, so that the head stays below its limit. A sender may use this name too: headers are restored by position. */
const STAND_IN = 'X-Offer'

/**
 * Requests whose offer of an upgrade is ignored (RFC 9110 section 7.8); Java's client sends one with each ordinary POST. Node's parser ends
 * at such a request. A parser that saw `Upgrade` would also report no errors in the body, and would lose what came behind it in one packet.
 * So the request is parsed once more, with `Upgrade` under another name.
 */
export class IgnoredOffers {
  /** The request to be parsed again, by connection. */
  private readonly again = new WeakMap<Socket, IncomingMessage>()

  /** Passes the connection to `server`, which reads this request, its body and all that follows. */
  pass(req: IncomingMessage, socket: Socket, head: Buffer, server: Server): void {
    socket.unshift(Buffer.concat([rebuildHead(req), head])) // before anything else, because a socket that has ended takes nothing back
    socket.on('readable', keepBytes).on('drain', drained).on('timeout', destroySocket) // for the replies before, as Node had its own
    afterPendingReplies(socket, () => {
      if (socket.destroyed) return
      socket.off('readable', keepBytes).off('drain', drained).off('timeout', destroySocket).off('error', destroySocket)
      socket.setTimeout(0)
      this.again.set(socket, req)
      server.emit('connection', socket)
    })
  }

  /** Call first with each request. Gives one that was parsed once more the headers that its sender sent. */
  restore(req: IncomingMessage): void {
    const sent = this.again.get(req.socket)
    if (sent === undefined) return
    this.again.delete(req.socket)
    req.rawHeaders = sent.rawHeaders
    req.headers = sent.headers
  }
}

/** For a connection that Node has given up: it removed its own listener, and an unhandled 'error' event would crash the process. */
export function destroySocket(this: Socket): void {
  this.destroy()
}

/** With a listener of 'readable', the socket drops nothing when Node resumes it, after it paused it because of large replies. */
function keepBytes(): void {}

function drained(this: Socket): void {
  currentReply(this)?.emit('drain')
}

/** Rebuilds the head of a request as bytes from what Node parsed. Parsing it again gives the same, apart from the name `Upgrade`. */
function rebuildHead(req: IncomingMessage): Buffer {
  let head = `${req.method} ${req.url} HTTP/${req.httpVersion}\r\n`
  for (let i = 0; i < req.rawHeaders.length; i += 2) {
    const name = req.rawHeaders[i]!
    head += `${name.toLowerCase() === 'upgrade' ? STAND_IN : name}: ${req.rawHeaders[i + 1]}\r\n`
  }
  return Buffer.from(`${head}\r\n`, 'latin1')
}
