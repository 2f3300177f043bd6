import { createServer, type Socket } from 'node:net'

/** One request as received over TCP. The characters of the head are its bytes (latin-1). */
export type ReceivedRequest = { method: string; target: string; headers: [name: string, value: string][]; body: Buffer }

export type RawReceiver = {
  origin: string
  /** The oldest complete request. @throws if there is none */
  take(): ReceivedRequest
  close(): Promise<void>
}

/** Parses requests by hand, so that no HTTP library changes them, and answers `204`. */
export async function openReceiver(): Promise<RawReceiver> {
  const arrived: ReceivedRequest[] = []
  const server = createServer((socket) => readRequest(socket, (request) => arrived.push(request)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address() as { port: number }
  return {
    origin: `http://127.0.0.1:${address.port}`,
    take() {
      const request = arrived.shift()
      if (!request) throw new Error('no request came')
      return request
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function readRequest(socket: Socket, take: (request: ReceivedRequest) => void): void {
  let pending = Buffer.alloc(0)
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk])
    let request: ReceivedRequest | null = null
    try {
      request = parseRequest(pending)
    } catch {
      socket.destroy() // the tool fails, and `take` finds nothing
    }
    if (!request) return
    take(request)
    socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n')
  })
}

/** Null until the request is complete. Refuses chunked bodies, which no exporter should send. */
export function parseRequest(bytes: Buffer): ReceivedRequest | null {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return null
  const [line, ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n')
  const [, method, target] = /^(\S+) (.*) HTTP\/1\.1$/.exec(line!)!
  const headers = lines.map((each): [string, string] => {
    const colon = each.indexOf(':')
    return [each.slice(0, colon), each.slice(colon + 1).trim()]
  })
  if (headers.some(([name]) => name.toLowerCase() === 'transfer-encoding')) throw new Error('the request came chunked')
  const length = Number(headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? 0)
  const body = bytes.subarray(headEnd + 4, headEnd + 4 + length)
  return body.byteLength < length ? null : { method: method!, target: target!, headers, body }
}
