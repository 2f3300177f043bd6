import { utf8Text } from '#lib/core/content'
import { headerValue, type RawHeaders } from '#lib/core/headers'
import { base64Bytes } from './base64'
import { partNames } from './part-names'

/** One part as spans of the body: header lines from `start`, content from `bodyStart` to `bodyEnd`. */
export type Part = {
  name: string | null
  fileName: string | null
  headers: RawHeaders
  start: number
  bodyStart: number
  bodyEnd: number
}

/** `closed`: the last delimiter ends with two dashes. Bytes before `preambleEnd` and from `epilogueStart` on belong to no part. */
export type Multipart = { boundary: string; parts: readonly Part[]; preambleEnd: number; epilogueStart: number; closed: boolean }

export const PARTS_MAX = 10_000
const HEADERS_MAX = 64 * 1024

/** Splits a multipart body (RFC 2046 section 5.1.1) at its delimiter lines. A bare LF counts as CRLF. Null if there is no delimiter. */
export function parseMultipart(bytes: Uint8Array, boundary: string): Multipart | null {
  const mark = latin1Bytes(`--${boundary}`)
  let delimiter = findDelimiter(bytes, mark, 0)
  if (delimiter === null) return null
  const preambleEnd = delimiter.start
  const parts: Part[] = []
  while (!delimiter.last && parts.length < PARTS_MAX) {
    const next = findDelimiter(bytes, mark, delimiter.end)
    parts.push(readPart(bytes, delimiter.end, next?.start ?? bytes.length))
    if (next === null) return { boundary, parts, preambleEnd, epilogueStart: bytes.length, closed: false }
    delimiter = next
  }
  return { boundary, parts, preambleEnd, epilogueStart: delimiter.end, closed: delimiter.last }
}

/** `start`: offset of the line break before the delimiter; `end`: offset just past the delimiter's own line. */
type Delimiter = { start: number; end: number; last: boolean }

function findDelimiter(bytes: Uint8Array, mark: Uint8Array, from: number): Delimiter | null {
  for (let lineStart = from; lineStart >= 0 && lineStart < bytes.length; lineStart = nextLine(bytes, lineStart)) {
    const delimiter = delimiterAt(bytes, mark, lineStart, from)
    if (delimiter !== null) return delimiter
  }
  return null
}

function nextLine(bytes: Uint8Array, from: number): number {
  const feed = bytes.indexOf(0x0a, from)
  return feed < 0 ? -1 : feed + 1
}

function delimiterAt(bytes: Uint8Array, mark: Uint8Array, lineStart: number, from: number): Delimiter | null {
  for (let i = 0; i < mark.length; i++) if (bytes[lineStart + i] !== mark[i]) return null
  let at = lineStart + mark.length
  const last = bytes[at] === 0x2d && bytes[at + 1] === 0x2d
  if (last) at += 2
  while (bytes[at] === 0x20 || bytes[at] === 0x09) at++
  if (bytes[at] === 0x0d && bytes[at + 1] === 0x0a) at += 2
  else if (bytes[at] === 0x0a) at += 1
  else if (at < bytes.length) return null
  let start = lineStart
  if (start > from && bytes[start - 1] === 0x0a) start--
  if (start > from && start < lineStart && bytes[start - 1] === 0x0d) start--
  return { start, end: at, last }
}

function readPart(bytes: Uint8Array, start: number, end: number): Part {
  const bodyStart = headersEnd(bytes, start, end)
  const headers = readHeaders(headerText(bytes.subarray(start, bodyStart)))
  return {
    ...partNames(headerValue(headers, 'content-disposition') ?? ''),
    headers,
    start,
    bodyStart,
    bodyEnd: end,
  }
}

/** Offset just past the blank line. Without one: if every line parses as a header, the whole part is headers; otherwise none of it is. */
function headersEnd(bytes: Uint8Array, start: number, end: number): number {
  let line = start
  while (line >= 0 && line < end) {
    if (line > start + HEADERS_MAX) return start
    if (bytes[line] === 0x0a) return line + 1
    if (bytes[line] === 0x0d && bytes[line + 1] === 0x0a) return Math.min(line + 2, end)
    line = nextLine(bytes, line)
  }
  const onlyHeaders = readHeaders(headerText(bytes.subarray(start, end))).every(([, value]) => value !== NO_COLON)
  return onlyHeaders ? end : start
}

/** Browsers send names as UTF-8; anything else is read as Latin-1. */
function headerText(bytes: Uint8Array): string {
  return utf8Text(bytes) ?? Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}

/** The value shown for a header line without a colon. */
const NO_COLON = ''

function readHeaders(text: string): [string, string][] {
  const unfolded = text.replace(/\r?\n[ \t]+/g, ' ')
  return unfolded.split(/\r?\n/).flatMap((line): [string, string][] => {
    const colon = line.indexOf(':')
    if (line === '') return []
    return colon < 1 ? [[line, NO_COLON]] : [[line.slice(0, colon), line.slice(colon + 1).trim()]]
  })
}

/** The content of a part with its transfer encoding (RFC 2045 section 6) removed. */
export function partBody(bytes: Uint8Array, part: Part): Uint8Array {
  const content = bytes.subarray(part.bodyStart, part.bodyEnd)
  const encoding = (headerValue(part.headers, 'content-transfer-encoding') ?? '').toLowerCase()
  if (encoding === 'base64') return base64Bytes(new TextDecoder('latin1').decode(content)) ?? content
  return encoding === 'quoted-printable' ? unquoted(content) : content
}

/** Decodes quoted-printable. `=` at the end of a line joins it to the next. */
function unquoted(content: Uint8Array): Uint8Array {
  const text = Array.from(content, (byte) => String.fromCharCode(byte)).join('')
  const joined = text.replace(/=[ \t]*\r?\n/g, '')
  return latin1Bytes(
    joined.replace(/=([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))),
  )
}

function latin1Bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}
