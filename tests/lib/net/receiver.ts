import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { onTestFinished } from 'vitest'

/** What a target does after a complete request: sends these bytes and ends, or runs a function on the socket. */
export type Behaviour = string | Buffer | ((socket: Socket) => void)

export type Receiver = {
  port: number
  /** The exact bytes of each complete request. */
  requests: Buffer[]
  connections(): number
}

export type ReceiverOptions = { host?: string; tls?: { cert: string; key: string } }

/** Leaves the connection open. */
export const keepAliveAnswer = (socket: Socket) =>
  void socket.write('HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok')
export const CLOSING_ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

/** A target on a free loopback port that records requests byte for byte. Closed with the test. */
export async function startReceiver(behaviour: Behaviour, { host = '127.0.0.1', tls }: ReceiverOptions = {}): Promise<Receiver> {
  const requests: Buffer[] = []
  let connections = 0
  const serve = (socket: Socket) => {
    socket.on('error', () => socket.destroy())
    readRequest(socket, (request) => {
      requests.push(request)
      if (typeof behaviour === 'function') behaviour(socket)
      else socket.end(behaviour)
    })
  }
  const server = tls ? createTlsServer(tls, serve) : createServer(serve)
  if (tls) server.on('tlsClientError', () => {})
  const port = await listenFor(server, host, () => {
    connections += 1
  })
  return { port, requests, connections: () => connections }
}

/** Starts a server for the duration of the test and returns its port. */
export async function listenFor(server: Server, host = '127.0.0.1', onConnection: () => void = () => {}): Promise<number> {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    onConnection()
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  server.listen(0, host)
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

function readRequest(socket: Socket, onWhole: (request: Buffer) => void): void {
  let got = Buffer.alloc(0)
  const keep = (chunk: Buffer) => {
    got = Buffer.concat([got, chunk])
    const headEnd = got.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const declared = /\r\ncontent-length: (\d+)/i.exec(got.subarray(0, headEnd).toString('latin1'))
    if (got.byteLength < headEnd + 4 + Number(declared?.[1] ?? 0)) return
    const whole = got
    got = Buffer.alloc(0) // the connection may be used again
    onWhole(whole)
  }
  socket.on('data', keep)
}
