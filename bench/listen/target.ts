import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** One complete arrival of a webhook at the program under development. `answeredAt` is null if its answer was cut off. */
export type Arrival = { path: string; at: number; answeredAt: number | null }

/** Simulates a program under development: it answers slowly and can go down with unanswered requests. */
export type LocalTarget = {
  readonly port: number
  readonly arrivals: Arrival[]
  /** The times at which it went down. */
  readonly downs: number[]
  goDown(): Promise<void>
  comeUp(): Promise<void>
}

export async function startTarget(answerMsMax: number, onArrival: (arrival: Arrival) => void = () => {}): Promise<LocalTarget> {
  const arrivals: Arrival[] = []
  const downs: number[] = []
  const sockets = new Set<Socket>()
  const server = createServer((req, res) => {
    req.resume().once('end', () => {
      const arrival: Arrival = { path: req.url!, at: performance.now(), answeredAt: null }
      arrivals.push(arrival)
      onArrival(arrival)
      if (answerMsMax === 0) answer(res, arrival)
      else setTimeout(() => answer(res, arrival), Math.random() * answerMsMax)
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  await listen(0)
  const { port } = server.address() as AddressInfo
  return {
    port,
    arrivals,
    downs,
    async goDown() {
      downs.push(performance.now())
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
    comeUp: () => listen(port),
  }
}

function answer(res: ServerResponse, arrival: Arrival): void {
  if (res.destroyed || res.socket?.destroyed) return
  res.once('finish', () => {
    arrival.answeredAt = performance.now()
  })
  res.end('ok')
}
