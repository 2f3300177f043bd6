import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Condemned } from './connection-errors'

const CLOSE_IDLE_MS = 100

/** The connections of this process, and what is known of each. */
export class Connections {
  /** Those that end after the answer under way. Whatever comes behind it may be smuggled, and is not served. */
  readonly condemned: Condemned = new WeakMap()
  private readonly sockets = new Set<Socket>()
  private stopping = false

  /** Keeps account of those that this server accepts. */
  follow(server: Server): void {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket)
      socket.once('close', () => this.sockets.delete(socket))
    })
  }

  /** The server stops: a reply ends its connection. */
  isStopping(): boolean {
    return this.stopping
  }

  /** True if the connection was refused because its data is not valid HTTP. */
  isMalformed(socket: Duplex): boolean {
    return this.condemned.get(socket) === 'malformed'
  }

  /** No new ones at the first server; idle ones are closed, others after their reply. Resolves when all are gone. */
  async stop(listening: Server, inner: Server): Promise<void> {
    this.stopping = true
    const closeIdle = () => {
      listening.closeIdleConnections()
      inner.closeIdleConnections()
      for (const socket of this.sockets) if (socket.bytesRead === 0) socket.destroy() // opened ahead of need; Node counts them as busy
    }
    const sweep = setInterval(closeIdle, CLOSE_IDLE_MS) // a connection whose last reply was already promised to stay open
    await new Promise<void>((resolve) => {
      listening.close(() => resolve())
      closeIdle()
    })
    clearInterval(sweep)
    inner.close()
  }

  /** Ends all of them now. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy()
  }
}
