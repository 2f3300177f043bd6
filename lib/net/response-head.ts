/** What marks the end of a body (RFC 9112 section 6.3). */
export type Framing = { kind: 'none' } | { kind: 'length'; bytes: number } | { kind: 'chunked' } | { kind: 'close' }

/** `warnings`: violations of HTTP that could be understood anyway, each worded as the end of a sentence. */
export type ResponseHead = {
  status: number
  isHttp11: boolean
  headers: [name: string, value: string][]
  framing: Framing
  warnings: string[]
}

/** A response that cannot be parsed. The codes are those of Node's parser, so people can look them up. */
export class MalformedResponseError extends Error {
  override readonly name = 'MalformedAnswer'
  constructor(readonly code: `HPE_${string}`) {
    super(code)
  }
}

/** The offset just past the blank line that ends the head, or -1. A bare LF ends a line too. */
export function headEnd(bytes: Uint8Array): number {
  for (let feed = bytes.indexOf(0x0a); feed >= 0; feed = bytes.indexOf(0x0a, feed + 1)) {
    if (bytes[feed + 1] === 0x0a) return feed + 2
    if (bytes[feed + 1] === 0x0d && bytes[feed + 2] === 0x0a) return feed + 3
  }
  return -1
}

/**
 * Reads the head of a response as leniently as curl: what other clients understand is kept, with a warning.
 *
 * @param text the head, one character for each byte (latin-1)
 * @throws {MalformedResponseError} for input without a single meaning: no status line, a line without a header name, different Content-Lengths
 */
export function readResponseHead(text: string, requestMethod: string): ResponseHead {
  const [statusLine = '', ...lines] = text.replace(/\r?\n\r?\n$/, '').split('\n')
  const status = readStatus(statusLine.replace(/\r$/, ''))
  const warnings: string[] = []
  if (/(?:^|[^\r])\n/.test(text)) warnings.push('lines end with a bare LF')
  if (text.includes('\0')) throw new MalformedResponseError('HPE_INVALID_HEADER_TOKEN')
  const headers = readHeaders(lines, warnings)
  return {
    status,
    isHttp11: statusLine.startsWith('HTTP/1.1 '),
    headers,
    framing: readFraming(status, headers, requestMethod, warnings),
    warnings,
  }
}

function readStatus(line: string): number {
  const status = /^HTTP\/1\.[0-9] +([1-9][0-9]{2})(?: .*)?$/.exec(line)?.[1]
  if (status === undefined)
    throw new MalformedResponseError(line.startsWith('HTTP/1.') ? 'HPE_INVALID_STATUS' : 'HPE_INVALID_CONSTANT')
  return Number(status)
}

function readHeaders(lines: readonly string[], warnings: string[]): [string, string][] {
  const headers: [string, string][] = []
  const warn = (text: string) => warnings.includes(text) || warnings.push(text)
  for (const raw of lines) {
    const line = raw.replace(/\r$/, '')
    if (line.includes('\r')) warn('a header contains a bare CR')
    const last = headers.at(-1)
    if (/^[ \t]/.test(line)) {
      if (!last) throw new MalformedResponseError('HPE_UNEXPECTED_SPACE')
      last[1] = `${last[1]} ${trimmed(line)}`.trim()
      warn('a header is folded over several lines')
      continue
    }
    const [, name, space, value] = /^([^\s:]+)([ \t]*):(.*)$/s.exec(line) ?? []
    if (name === undefined) throw new MalformedResponseError('HPE_INVALID_HEADER_TOKEN')
    if (space !== '') warn('there is white space before a colon')
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) warn('a header name contains illegal characters')
    headers.push([name, trimmed(value!)])
  }
  return headers
}

function trimmed(value: string): string {
  return value.replaceAll('\r', ' ').replace(/^[ \t]+|[ \t]+$/g, '')
}

function readFraming(status: number, headers: ResponseHead['headers'], method: string, warnings: string[]): Framing {
  const values = (name: string) =>
    headers.filter(([each]) => each.toLowerCase() === name).flatMap(([, value]) => value.split(','))
  const lengths = values('content-length').map((value) => value.trim())
  if (lengths.some((length) => !/^[0-9]+$/.test(length))) throw new MalformedResponseError('HPE_INVALID_CONTENT_LENGTH')
  if (new Set(lengths.map(Number)).size > 1) throw new MalformedResponseError('HPE_UNEXPECTED_CONTENT_LENGTH')
  if (lengths.length > 1) warnings.push('its Content-Length is repeated')
  const codings = values('transfer-encoding').map((value) => value.trim().toLowerCase())
  const named = codings.filter((coding) => coding !== '' && coding !== 'identity')
  if (named.length > 0 && lengths.length > 0)
    warnings.push('it has a Content-Length beside its Transfer-Encoding, which takes precedence')
  if (method === 'HEAD' || status === 204 || status === 304 || status < 200) return { kind: 'none' }
  if (named.at(-1) === 'chunked') return { kind: 'chunked' }
  if (named.length > 0) {
    warnings.push('its Transfer-Encoding does not end with chunked, so the body ends with the connection')
    return { kind: 'close' }
  }
  return lengths.length > 0 ? { kind: 'length', bytes: Number(lengths[0]) } : { kind: 'close' }
}
