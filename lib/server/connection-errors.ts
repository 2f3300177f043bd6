import { type IncomingMessage, METHODS, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { AppError, type ErrorCode, toProblem } from '#lib/core/errors'
import type { Runtime } from '#lib/runtime'
import { CAPTURE_HEADERS } from './answer'
import { currentReply } from './node-internals'
import { noteRefused } from './note-refusal'
import { OTHER_VERSION, UNKNOWN_METHOD } from './request-framing'

/** Connections that end after the current answer, and why. */
export type ClosingConnections = WeakMap<Duplex, 'aborted' | 'timeout' | 'malformed'>

/**
 * Answers once, in its turn, input that is not HTTP or comes too slowly, and closes the connection. `closing`: connections that are
 * ending already.
 */
export function answerConnectionErrors(
  server: Server,
  rt: Pick<Runtime, 'config' | 'metrics' | 'refusals' | 'now'>,
  closing: ClosingConnections,
): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (closing.has(socket)) return // answered already; the parser complains again about each further chunk
    const why = reason(error)
    closing.set(socket, why)
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const code = errorCode(error)
    // If part of a body has arrived, the code that reads the body stores or counts the request.
    if (why === 'malformed' || !hasOpenRequest(socket)) rt.metrics.refused(why)
    noteRefused(rt, targetOf(error, socket) ?? '', socket.remoteAddress, code)
    afterPendingReplies(socket, () => closeWith(socket, new AppError(code, DETAILS[code])))
  })

  server.on('connect', (_req: IncomingMessage, socket: Duplex) => {
    rt.metrics.refused('malformed')
    socket.on('error', () => socket.destroy())
    closeWith(socket, new AppError('malformed_request', 'This server is not a proxy and does not answer CONNECT.'))
  })
}

type ConnectionErrorCode = Extract<
  ErrorCode,
  'malformed_request' | 'request_timeout' | 'headers_too_large' | 'method_not_implemented' | 'http_version_not_supported'
>

const DETAILS: Record<ConnectionErrorCode, string> = {
  malformed_request: 'The request is not HTTP/1.1 as RFC 9112 defines it.',
  method_not_implemented: UNKNOWN_METHOD,
  http_version_not_supported: OTHER_VERSION,
  request_timeout: 'The request did not arrive completely in time.',
  headers_too_large: 'The request line and the headers together are too large.',
}

/** Node's parser error also holds the bytes that it was reading, and the position. */
type ParserError = NodeJS.ErrnoException & { rawPacket?: Buffer; bytesParsed?: number }

function errorCode(error: ParserError): ConnectionErrorCode {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request_timeout'
  if (error.code === 'HPE_HEADER_OVERFLOW') return 'headers_too_large'
  if (error.code === 'HPE_PAUSED_H2_UPGRADE') return 'http_version_not_supported' // the preface of HTTP/2
  return requestLineFault(error) ?? 'malformed_request'
}

const LINE_CHARS_MAX = 65_536
const METHOD = /^[!#$%&'*+\-.^_`|~\w]+(?= |$)/
const REQUEST_LINE = /^[^\s]+ [^\s]+ HTTP\/(\d+(?:\.\d+)?)\r?$/
const LINE_FAULTS: ReadonlySet<string | undefined> = new Set([
  'HPE_INVALID_METHOD',
  'HPE_INVALID_CONSTANT',
  'HPE_INVALID_VERSION',
])

/**
 * What is wrong with a request line that is well-formed but has an unknown method or version. The parser stops at the first letter that
 * no method has, so the rest of the line may be still on its way.
 */
function requestLineFault({
  code,
  rawPacket,
  bytesParsed = 0,
}: ParserError): 'method_not_implemented' | 'http_version_not_supported' | null {
  if (!rawPacket || !LINE_FAULTS.has(code)) return null
  const within = bytesParsed - (code === 'HPE_INVALID_VERSION' ? 2 : 1) // a bad version may be reported one byte after the end of the line
  const start = within < 0 ? 0 : rawPacket.lastIndexOf('\n', within) + 1
  const newline = rawPacket.indexOf('\n', start)
  const end = newline < 0 ? rawPacket.length : newline
  if (end - start > LINE_CHARS_MAX) return null
  const line = rawPacket.toString('latin1', start, end)
  const method = METHOD.exec(line)?.[0]
  if (method === undefined) return null
  const version = REQUEST_LINE.exec(line)?.[1]
  if (version !== undefined && version !== '1.1' && version !== '1.0') return 'http_version_not_supported'
  const isLine = newline < 0 ? code === 'HPE_INVALID_METHOD' : version !== undefined
  return isLine && !METHODS.includes(method) ? 'method_not_implemented' : null
}

const REQUEST_TARGET = /(?:^|\n)[^\s:]+ ([^\s]{1,2000}) HTTP\/1/g

/** The target of the broken request, if its request line came in the same packet or its body was being read. */
function targetOf({ rawPacket, bytesParsed = 0 }: ParserError, socket: Duplex): string | undefined {
  if (hasOpenRequest(socket)) return currentReply(socket)!.req.url
  const text = rawPacket?.toString('latin1', 0, bytesParsed + LINE_CHARS_MAX) ?? ''
  return [...text.matchAll(REQUEST_TARGET)].filter(({ index }) => index <= bytesParsed).at(-1)?.[1]
}

function reason(error: NodeJS.ErrnoException): 'aborted' | 'timeout' | 'malformed' {
  if (error.code === 'HPE_INVALID_EOF_STATE' || error.code === 'ECONNRESET') return 'aborted'
  return error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'timeout' : 'malformed'
}

function hasOpenRequest(socket: Duplex): boolean {
  const current = currentReply(socket)
  return current !== null && !current.req.complete
}

/** Waits for replies to earlier complete requests on this connection. */
export function afterPendingReplies(socket: Duplex, next: () => void): void {
  const current = currentReply(socket)
  if (current === null || !current.req.complete || current.destroyed) next()
  else current.once('close', () => afterPendingReplies(socket, next))
}

/** Writes the answer by hand and closes, because there is no `ServerResponse` for input that never became a request. */
export function closeWith(socket: Duplex, error: AppError): void {
  if (!socket.writable || currentReply(socket)?.headersSent) {
    socket.destroy()
    return
  }
  const problem = toProblem(error)
  const text = JSON.stringify(problem)
  let fixed = ''
  for (let i = 0; i < CAPTURE_HEADERS.length; i += 2) fixed += `${CAPTURE_HEADERS[i]}: ${CAPTURE_HEADERS[i + 1]}\r\n`
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\ncontent-type: application/problem+json\r\n` +
      `content-length: ${text.length}\r\nconnection: close\r\n${fixed}\r\n${text}`,
    () => socket.destroy(),
  )
}
