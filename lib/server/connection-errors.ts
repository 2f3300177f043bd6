import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { AppError, type ErrorCode, toProblem } from '#lib/core/errors'
import type { Metrics } from '#lib/metrics'

/** The reply that Node is writing on a connection; it keeps it there for its own `clientError` default. */
type WithReply = { _httpMessage?: (ServerResponse & { req: IncomingMessage }) | null }

/** The reply under way on a connection, or null. Further pipelined ones wait behind it. */
export function replyUnderWay(socket: Duplex): (ServerResponse & { req: IncomingMessage }) | null {
  return (socket as WithReply)._httpMessage ?? null
}

/** What is no HTTP, or comes too slowly, is answered once, in its turn, and the connection is closed. The server goes on. */
export function answerConnectionErrors(server: Server, metrics: Metrics): void {
  const failed = new WeakSet<Duplex>() // the parser complains again of each further chunk

  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (failed.has(socket)) return
    failed.add(socket)
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const code = errorCode(error)
    const midBody = hasOpenRequest(socket)
    // A sender gone half-way through a body is counted where the body is read.
    if (!(midBody && error.code === 'HPE_INVALID_EOF_STATE')) metrics.refused(reason(error))
    afterPendingReplies(socket, () => closeWith(socket, new AppError(code, DETAILS[code])))
  })

  server.on('connect', (_req: IncomingMessage, socket: Duplex) => {
    metrics.refused('malformed')
    socket.on('error', () => socket.destroy())
    closeWith(socket, new AppError('malformed_request', 'This server is no proxy: CONNECT is not answered.'))
  })
}

type ConnectionErrorCode = Extract<ErrorCode, 'malformed_request' | 'request_timeout' | 'headers_too_large'>

const DETAILS: Record<ConnectionErrorCode, string> = {
  malformed_request: 'What came is not HTTP/1.1 as RFC 9112 has it.',
  request_timeout: 'The request did not come to its end in time.',
  headers_too_large: 'The request line and the headers together are too large.',
}

function errorCode(error: NodeJS.ErrnoException): ConnectionErrorCode {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request_timeout'
  return error.code === 'HPE_HEADER_OVERFLOW' ? 'headers_too_large' : 'malformed_request'
}

function reason(error: NodeJS.ErrnoException): 'aborted' | 'timeout' | 'malformed' {
  if (error.code === 'HPE_INVALID_EOF_STATE') return 'aborted'
  return error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'timeout' : 'malformed'
}

function hasOpenRequest(socket: Duplex): boolean {
  const current = replyUnderWay(socket)
  return current !== null && !current.req.complete
}

/** Replies to complete requests that came before on this connection go first. */
export function afterPendingReplies(socket: Duplex, next: () => void): void {
  const current = replyUnderWay(socket)
  if (current === null || !current.req.complete || current.destroyed) next()
  else current.once('close', () => afterPendingReplies(socket, next))
}

/** Answers and closes, by hand: no `ServerResponse` exists for what was never a request. */
export function closeWith(socket: Duplex, error: AppError): void {
  if (!socket.writable || replyUnderWay(socket)?.headersSent) {
    socket.destroy()
    return
  }
  const problem = toProblem(error)
  const text = JSON.stringify(problem)
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\ncontent-type: application/problem+json\r\n` +
      `content-length: ${text.length}\r\nconnection: close\r\n\r\n${text}`,
    () => socket.destroy(),
  )
}
