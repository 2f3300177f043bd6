import { LIMITS } from '#lib/core/limits'
import { type ChunkedBody, createChunkedBody } from './chunked-body'
import { headEnd, MalformedResponseError, type ResponseHead, readResponseHead } from './response-head'

/** Reads one response from the bytes of a connection. After an error, what arrived before it stays readable. */
export type ResponseReader = {
  /** Returns true once the response is complete, or once as much was read as is kept. @throws {MalformedResponseError} */
  push(bytes: Uint8Array): boolean
  /** Call when the connection has ended. @throws an error with the code `ECONNRESET` if the response is incomplete */
  end(): void
  readonly head: ResponseHead | null
  /** Whether any byte of the response has arrived. */
  readonly hasBegun: boolean
  body(): Uint8Array
  readonly truncated: boolean
  readonly warnings: readonly string[]
  /**
   * How long the server keeps the connection for another request, in milliseconds. null if the server closes it or does not say, or if it
   * is not certain where the response ended.
   */
  readonly keepAliveMs: number | null
}

type Options = { requestMethod: string; bodyBytesMax: number; onHead: () => void }

export function createResponseReader({ requestMethod, bodyBytesMax, onHead }: Options): ResponseReader {
  let pending = Buffer.alloc(0)
  let headBytes = 0
  let head: ResponseHead | null = null
  let chunked: ChunkedBody | null = null
  let toCome = 0
  const kept: Uint8Array[] = []
  let keptBytes = 0
  let truncated = false
  /** Whether the response is complete and no byte followed it. */
  let exact = false

  function keep(bytes: Uint8Array): void {
    const part = bytes.subarray(0, bodyBytesMax - keptBytes)
    kept.push(part)
    keptBytes += part.byteLength
    truncated ||= part.byteLength < bytes.byteLength
  }

  /** Returns the bytes after the head, or null until the whole head has arrived. Interim responses (1xx) are skipped. */
  function readHead(bytes: Uint8Array): Uint8Array | null {
    pending = Buffer.concat([pending, bytes])
    for (;;) {
      const start = pending.findIndex((byte) => byte !== 0x0d && byte !== 0x0a) // RFC 9112 section 2.2
      pending = pending.subarray(start < 0 ? pending.length : start)
      if (!'HTTP/'.startsWith(pending.toString('latin1', 0, 5))) throw new MalformedResponseError('HPE_INVALID_CONSTANT')
      const end = headEnd(pending)
      if (headBytes + (end < 0 ? pending.length : end) > LIMITS.headerBytesMax)
        throw new MalformedResponseError('HPE_HEADER_OVERFLOW')
      if (end < 0) return null
      headBytes += end
      const read = readResponseHead(pending.toString('latin1', 0, end), requestMethod)
      if (read.status === 101) throw new MalformedResponseError('HPE_UNASKED_UPGRADE')
      pending = pending.subarray(end)
      if (read.status >= 200) return begin(read)
    }
  }

  function begin(read: ResponseHead): Uint8Array {
    head = read
    if (read.framing.kind === 'chunked') chunked = createChunkedBody()
    if (read.framing.kind === 'length') toCome = read.framing.bytes
    onHead()
    const rest = pending
    pending = Buffer.alloc(0)
    return rest
  }

  function readBody(bytes: Uint8Array): boolean {
    const { kind } = head!.framing
    if (kind === 'none') {
      exact = bytes.byteLength === 0
      return true
    }
    if (chunked) {
      const done = chunked.push(bytes, keep)
      exact = done && !chunked.hasExcess
      return done || truncated
    }
    if (kind === 'close') keep(bytes)
    else {
      const part = bytes.subarray(0, toCome)
      keep(part)
      toCome -= part.byteLength
      exact = toCome === 0 && part.byteLength === bytes.byteLength
    }
    return truncated || (kind === 'length' && toCome === 0)
  }

  return {
    push(bytes) {
      const content = head === null ? readHead(bytes) : bytes
      return content !== null && readBody(content)
    },
    end() {
      const closed = head?.framing.kind === 'close' || chunked?.atEnd
      if (!closed) throw Object.assign(new Error('closed before the answer was complete'), { code: 'ECONNRESET' })
    },
    get hasBegun() {
      return head !== null || pending.length > 0
    },
    get head() {
      return head
    },
    body: () => Buffer.concat(kept, keptBytes),
    get truncated() {
      return truncated
    },
    get keepAliveMs() {
      return head && exact && !truncated && this.warnings.length === 0 ? keepAliveMsOf(head) : null
    },
    get warnings() {
      const bareLf = chunked?.bareLf && !head!.warnings.includes('lines end with a bare LF')
      return [...(head?.warnings ?? []), ...(bareLf ? ['lines end with a bare LF'] : [])]
    },
  }
}

const KEEP_ALIVE_DEFAULT_MS = 5_000

/** null unless an HTTP/1.1 server says that it keeps the connection: some servers close it without saying so. */
function keepAliveMsOf({ isHttp11, headers }: ResponseHead): number | null {
  const values = (name: string) =>
    headers.filter(([each]) => each.toLowerCase() === name).flatMap(([, value]) => value.toLowerCase().split(','))
  const options = values('connection').map((value) => value.trim())
  if (!isHttp11 || options.includes('close') || !options.includes('keep-alive')) return null
  const seconds = values('keep-alive').map((value) => /^\s*timeout=(\d{1,6})\s*$/.exec(value)?.[1])
  const stated = seconds.find((value) => value !== undefined)
  return stated === undefined ? KEEP_ALIVE_DEFAULT_MS : (Number(stated) * 1000) / 2
}
