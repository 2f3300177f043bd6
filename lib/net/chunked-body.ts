import { MalformedResponseError } from './response-head'

const LINE_BYTES_MAX = 16_384
const TRAILER_BYTES_MAX = 65_536

/** Decodes the chunked transfer coding (RFC 9112 section 7.1) piece by piece. Trailers are skipped. */
export type ChunkedBody = {
  /** Passes the content in `bytes` to `take`. Returns whether the last chunk and its trailers have arrived. @throws {MalformedResponseError} */
  push(bytes: Uint8Array, take: (content: Uint8Array) => void): boolean
  /** Whether the last chunk has arrived, even if the blank line after it has not. */
  readonly atEnd: boolean
  readonly bareLf: boolean
  /** Whether bytes followed the body. */
  readonly hasExcess: boolean
}

export function createChunkedBody(): ChunkedBody {
  let state: 'size' | 'data' | 'data end' | 'trailers' | 'done' = 'size'
  let line = ''
  let left = 0
  let trailerBytes = 0
  let bareLf = false
  let hasExcess = false

  /** The next whole line and the offset after it, or null if the line continues in the next piece. */
  function readLine(bytes: Uint8Array, from: number): { text: string; end: number } | null {
    const feed = bytes.indexOf(0x0a, from)
    const end = feed < 0 ? bytes.length : feed
    if (line.length + end - from > LINE_BYTES_MAX) throw new MalformedResponseError('HPE_CHUNK_EXTENSIONS_OVERFLOW')
    line += Buffer.from(bytes.buffer, bytes.byteOffset + from, end - from).toString('latin1')
    if (feed < 0) {
      if (state === 'size' && /^[ \t]*[^ \t0-9a-fA-F\r]/.test(line)) throw new MalformedResponseError('HPE_INVALID_CHUNK_SIZE')
      return null
    }
    bareLf ||= !line.endsWith('\r')
    const text = line.replace(/\r$/, '')
    line = ''
    return { text, end: feed + 1 }
  }

  function takeLine(text: string): void {
    if (state === 'size') {
      const size = /^[ \t]*([0-9a-fA-F]{1,13})[ \t]*(?:;.*)?$/.exec(text)?.[1]
      if (size === undefined) throw new MalformedResponseError('HPE_INVALID_CHUNK_SIZE')
      left = Number.parseInt(size, 16)
      state = left === 0 ? 'trailers' : 'data'
    } else if (state === 'data end') {
      if (text !== '') throw new MalformedResponseError('HPE_STRICT')
      state = 'size'
    } else {
      trailerBytes += text.length
      if (trailerBytes > TRAILER_BYTES_MAX) throw new MalformedResponseError('HPE_HEADER_OVERFLOW')
      if (text === '') state = 'done'
    }
  }

  return {
    push(bytes, take) {
      let at = 0
      while (at < bytes.length && state !== 'done') {
        if (state === 'data') {
          const content = bytes.subarray(at, at + left)
          take(content)
          at += content.length
          left -= content.length
          if (left === 0) state = 'data end'
        } else {
          const read = readLine(bytes, at)
          if (read === null) break
          at = read.end
          takeLine(read.text)
        }
      }
      hasExcess ||= at < bytes.length
      return state === 'done'
    },
    get hasExcess() {
      return hasExcess
    },
    get atEnd() {
      return state === 'trailers' || state === 'done'
    },
    get bareLf() {
      return bareLf
    },
  }
}
