import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = { method: string; url: string; rawHeaders: string[]; body: Buffer; at: number }
export type Answer = number | { status: number; headers?: Record<string, string> } | ((res: ServerResponse) => void)

/** A target of forwards. */
export type ForwardTarget = {
  url: string
  received: Received[]
  /** The answer to request number `n`, counting from 0. */
  answer: (n: number, request: Received) => Answer
  header(n: number, name: string): string | undefined
  close(): Promise<void>
}

export async function openTarget(answer: ForwardTarget['answer'] = () => 200): Promise<ForwardTarget> {
  const received: Received[] = []
  const target: ForwardTarget = {
    url: '',
    received,
    answer,
    header(n, name) {
      const { rawHeaders } = received[n]!
      const at = rawHeaders.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === name)
      return at < 0 ? undefined : rawHeaders[at + 1]
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const server = createServer(async (req, res) => {
    const request = { method: req.method!, url: req.url!, rawHeaders: req.rawHeaders, body: await bodyOf(req), at: Date.now() }
    const answered = target.answer(received.length, request)
    received.push(request)
    if (typeof answered === 'function') return answered(res)
    const { status, headers = {} } = typeof answered === 'number' ? { status: answered } : answered
    res.writeHead(status, headers).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  target.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return target
}

async function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
