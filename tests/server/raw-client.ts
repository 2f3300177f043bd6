import { connect, type Socket } from 'node:net'

/** One answer as received, header names and order unchanged. */
export type RawAnswer = {
  status: number
  reason: string
  headers: [string, string][]
  body: Buffer
  header(name: string): string | null
}

/** A TCP connection on which bytes are written by hand. */
export type RawConnection = {
  socket: Socket
  write(...parts: (string | Uint8Array)[]): void
  /** The next complete answer, including interim ones (100). Rejects if the connection ends first. */
  answer(options?: { toHead?: boolean }): Promise<RawAnswer>
  /** Resolves when the server has closed the connection. */
  closed: Promise<void>
  /** Closes the sending half only. */
  finish(): void
  /** Resets the connection. */
  abort(): void
}

export async function openRaw(port: number): Promise<RawConnection> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  let pending = Buffer.alloc(0)
  let ended = false
  let wake = () => {}
  const stop = () => {
    ended = true
    wake()
  }
  const closed = new Promise<void>((resolve) => {
    socket.once('end', resolve).once('close', () => resolve())
  })
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk])
    wake()
  })
  socket.on('end', stop).on('error', stop).on('close', stop)
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))

  return {
    socket,
    closed,
    write(...parts) {
      for (const part of parts) socket.write(typeof part === 'string' ? Buffer.from(part, 'latin1') : part)
    },
    async answer({ toHead = false } = {}) {
      for (;;) {
        const parsed = parseAnswer(pending, toHead)
        if (parsed) {
          pending = pending.subarray(parsed.usedBytes)
          return parsed.answer
        }
        if (ended)
          throw new Error(`the connection ended before an answer was complete: ${JSON.stringify(pending.toString('latin1'))}`)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    finish: () => socket.end(),
    abort: () => socket.resetAndDestroy(),
  }
}

/** Writes one request on its own connection and returns the answer. */
export async function sendRaw(port: number, ...parts: (string | Uint8Array)[]): Promise<RawAnswer> {
  const connection = await openRaw(port)
  connection.write(...parts)
  const answer = await connection.answer({ toHead: typeof parts[0] === 'string' && parts[0].startsWith('HEAD ') })
  connection.socket.destroy()
  return answer
}

function parseAnswer(bytes: Buffer, toHead: boolean): { answer: RawAnswer; usedBytes: number } | null {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return null
  const [statusLine, ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n')
  const [, status, reason] = /^HTTP\/1\.1 (\d{3}) ?(.*)$/.exec(statusLine!)!
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()]
  })
  const header = (name: string) => headers.find(([each]) => each.toLowerCase() === name)?.[1] ?? null
  const bodyless = toHead || status!.startsWith('1') || status === '204' || status === '304'
  const coming = bytes.subarray(headEnd + 4)
  const read =
    !bodyless && header('transfer-encoding') === 'chunked'
      ? parseChunked(coming)
      : takeBytes(coming, bodyless ? 0 : Number(header('content-length')))
  if (!read) return null
  return {
    answer: { status: Number(status), reason: reason!, headers, body: read.body, header },
    usedBytes: headEnd + 4 + read.usedBytes,
  }
}

type ReadBody = { body: Buffer; usedBytes: number }

function takeBytes(bytes: Buffer, length: number): ReadBody | null {
  return bytes.byteLength < length ? null : { body: bytes.subarray(0, length), usedBytes: length }
}

/** Without trailers. */
function parseChunked(bytes: Buffer): ReadBody | null {
  const chunks: Buffer[] = []
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) return null
    const length = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    const start = lineEnd + 2
    at = start + length + 2
    if (bytes.byteLength < at) return null
    if (length === 0) return { body: Buffer.concat(chunks), usedBytes: at }
    chunks.push(bytes.subarray(start, start + length))
  }
}
