import { LIMITS } from '#lib/core/limits'
import { type ChunkedBody, createChunkedBody } from './chunked-body'
import { headEnd, MalformedAnswer, type ResponseHead, readResponseHead } from './response-head'

/** Reads one response from the bytes of a connection. After an error, what arrived before it stays readable. */
export type ResponseReader = {
  /** Returns true once the response is complete, or once as much was read as is kept. @throws {MalformedAnswer} */
  push(bytes: Uint8Array): boolean
  /** Call when the connection has ended. @throws an error with the code `ECONNRESET` if the response is incomplete */
  end(): void
  readonly head: ResponseHead | null
  body(): Uint8Array
  readonly truncated: boolean
  readonly warnings: readonly string[]
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
      if (!'HTTP/'.startsWith(pending.toString('latin1', 0, 5))) throw new MalformedAnswer('HPE_INVALID_CONSTANT')
      const end = headEnd(pending)
      if (headBytes + (end < 0 ? pending.length : end) > LIMITS.headerBytesMax) throw new MalformedAnswer('HPE_HEADER_OVERFLOW')
      if (end < 0) return null
      headBytes += end
      const read = readResponseHead(pending.toString('latin1', 0, end), requestMethod)
      if (read.status === 101) throw new MalformedAnswer('HPE_UNASKED_UPGRADE')
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
    if (kind === 'none') return true
    if (chunked) return chunked.push(bytes, keep) || truncated
    if (kind === 'close') keep(bytes)
    else {
      const part = bytes.subarray(0, toCome)
      keep(part)
      toCome -= part.byteLength
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
    get head() {
      return head
    },
    body: () => Buffer.concat(kept, keptBytes),
    get truncated() {
      return truncated
    },
    get warnings() {
      const bareLf = chunked?.bareLf && !head!.warnings.includes('lines end with a bare LF')
      return [...(head?.warnings ?? []), ...(bareLf ? ['lines end with a bare LF'] : [])]
    },
  }
}
