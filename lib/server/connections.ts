import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ClosingConnections } from './connection-errors'

const CLOSE_IDLE_MS = 100

/** The connections of this process, and their state. */
export class Connections {
  /** Connections that end after the current answer. Anything behind it may be smuggled, and is not served. */
  readonly closing: ClosingConnections = new WeakMap()
  private readonly sockets = new Set<Socket>()
  private stopping = false

  /** Tracks the connections that this server accepts. */
  follow(server: Server): void {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket)
      socket.once('close', () => this.sockets.delete(socket))
    })
  }

  /** While the server is stopping, each reply ends its connection. */
  isStopping(): boolean {
    return this.stopping
  }

  /** True if the connection was refused because its data is not valid HTTP. */
  isMalformed(socket: Duplex): boolean {
    return this.closing.get(socket) === 'malformed'
  }

  /** Accepts no new connections, closes idle ones, and closes the others after their reply. Resolves when all are closed. */
  async stop(listening: Server, inner: Server): Promise<void> {
    this.stopping = true
    const closeIdle = () => {
      listening.closeIdleConnections()
      inner.closeIdleConnections()
      for (const socket of this.sockets) if (socket.bytesRead === 0) socket.destroy() // opened in advance by a browser; Node counts them as busy
    }
    const sweep = setInterval(closeIdle, CLOSE_IDLE_MS) // catches connections whose last reply still announced keep-alive
    await new Promise<void>((resolve) => {
      listening.close(() => resolve())
      closeIdle()
    })
    clearInterval(sweep)
    inner.close()
  }

  /** Closes all connections now. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy()
  }
}
