import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A proxy between a client and a real server that simulates network failures. */
export type StallableProxy = {
  port: number
  /** Connections accepted so far. */
  accepted(): number
  /** Breaks the open connections. */
  cut(): void
  /** Breaks new connections at once, or serves them again. */
  refuse(refusing: boolean): void
  /** Keeps connections open but passes no data until `flow`. */
  stall(): void
  flow(): void
  close(): Promise<void>
}

export async function openStallableProxy(target: { host: string; port: number }): Promise<StallableProxy> {
  const sockets = new Set<Socket>()
  let refusing = false
  let accepted = 0
  const track = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
  }
  const server = createServer((near) => {
    if (refusing) return void near.destroy()
    accepted += 1
    const far = connect(target)
    track(near)
    track(far)
    near.pipe(far).on('close', () => near.destroy())
    far.pipe(near).on('close', () => far.destroy())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    accepted: () => accepted,
    cut,
    refuse: (value) => {
      refusing = value
    },
    stall() {
      for (const socket of sockets) socket.unpipe()
    },
    flow() {
      const [...all] = sockets
      for (let i = 0; i + 1 < all.length; i += 2) {
        all[i]!.pipe(all[i + 1]!)
        all[i + 1]!.pipe(all[i]!)
      }
    },
    async close() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
