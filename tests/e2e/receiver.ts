import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export type ReceivedRequest = { method: string; target: string; rawHeaders: string[]; body: Buffer }

/** Simulates a program under development that receives resends. */
export type Receiver = {
  /** `http://127.0.0.1:{port}` */
  url: string
  /** All requests so far, oldest first. */
  requests: readonly ReceivedRequest[]
  /** Resolves with the next request. */
  next(): Promise<ReceivedRequest>
  /** Sets the answer to later requests. Default: 200 and `ok`. */
  answerWith(status: number, headers: Record<string, string>, body: string): void
  close(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const requests: ReceivedRequest[] = []
  let answer = { status: 200, headers: { 'content-type': 'text/plain' } as Record<string, string>, body: 'ok' }
  let taken = 0
  let arrived = () => {}
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      requests.push({ method: req.method!, target: req.url!, rawHeaders: req.rawHeaders, body: Buffer.concat(chunks) })
      res.writeHead(answer.status, answer.headers).end(answer.body)
      arrived()
    })
  })
  await listening(server)

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async next() {
      while (requests.length <= taken) {
        await new Promise<void>((resolve) => {
          arrived = resolve
        })
      }
      return requests[taken++]!
    },
    answerWith(status, headers, body) {
      answer = { status, headers, body }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
}
