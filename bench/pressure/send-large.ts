import { connect } from 'node:net'

/** `status` null: the connection ended without an answer. */
export type Sent = { status: number | null; ms: number }

/** Sends one POST with a body of `bytes` bytes on its own connection, as fast as the server reads. */
export function sendLarge(captureUrl: string, bytes: number, chunk: Buffer): Promise<Sent> {
  const { hostname, port, pathname } = new URL(captureUrl)
  const began = performance.now()
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    let head = ''
    let left = bytes
    const done = () => {
      const status = /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]
      socket.destroy()
      resolve({ status: status === undefined ? null : Number(status), ms: performance.now() - began })
    }
    const pump = () => {
      while (left > 0 && !socket.destroyed) {
        const part = left < chunk.length ? chunk.subarray(0, left) : chunk
        left -= part.length
        if (!socket.write(part)) return
      }
    }
    socket.on('data', (data: Buffer) => {
      head += data.toString('latin1')
      if (head.includes('\r\n\r\n')) done()
    })
    socket.on('drain', pump).on('error', done).on('end', done)
    socket.on('connect', () => {
      socket.write(`POST ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: ${bytes}\r\n\r\n`)
      pump()
    })
  })
}
