import type { IncomingMessage, ServerResponse } from 'node:http'
import { isAppError, type Problem, toProblem } from '#lib/core/errors'

/** On every reply of the capture URL, whatever its bin says: nothing that a sender posted runs or is read as the UI's own. */
export const CAPTURE_HEADERS: readonly string[] = [
  'x-content-type-options',
  'nosniff',
  'content-security-policy',
  'sandbox',
  'cache-control',
  'no-store',
  'access-control-allow-origin',
  '*',
  'access-control-expose-headers',
  '*',
]

/** Bytes of a refused body that are read and dropped, so that the sender comes to reading its answer. */
const DRAIN_BYTES_MAX = 16 * 1024 * 1024
/** The same where the server has too much to do already: reading on would keep others waiting. */
const DRAIN_BYTES_WHEN_FULL = 256 * 1024
const DRAIN_MS_MAX = 5_000
/** A refused body up to this size is left to Node, which drops it and keeps the connection. */
const SMALL_BODY_BYTES = 64 * 1024

/** Answers a problem document. The headers of an `AppError` go along. */
export function answerProblem(req: IncomingMessage, res: ServerResponse, error: unknown, headers: readonly string[]): void {
  const given = isAppError(error) ? Object.entries(error.options.headers ?? {}).flat() : []
  answerDocument(req, res, toProblem(error), [...headers, ...given])
}

function answerDocument(req: IncomingMessage, res: ServerResponse, problem: Problem, headers: readonly string[]): void {
  if (res.headersSent || res.destroyed) return
  const text = Buffer.from(JSON.stringify(problem))
  const all = ['content-type', 'application/problem+json', 'content-length', String(text.byteLength), ...headers]
  if (bodyIsDone(req)) {
    res.writeHead(problem.status, all)
    res.end(text)
  } else {
    res.shouldKeepAlive = false
    res.writeHead(problem.status, all)
    res.write(text)
    // One that waits for a 100 that will not come sends nothing that could be dropped.
    if (req.headers.expect !== undefined && req.readableLength === 0) res.end()
    else drain(req, problem.status === 503 ? DRAIN_BYTES_WHEN_FULL : DRAIN_BYTES_MAX, () => res.end())
  }
}

/** True where nothing, or only a little, of the body is still to come. */
function bodyIsDone(req: IncomingMessage): boolean {
  if (req.complete) return true
  if (req.headers['transfer-encoding'] !== undefined) return false
  return Number(req.headers['content-length'] ?? 0) <= SMALL_BODY_BYTES && req.headers.expect === undefined
}

/**
 * Drops what comes, up to a limit of bytes and time, then calls `done`. Closing with unread bytes would reset the connection,
 * and the sender, still busy with writing, would never read why.
 */
function drain(req: IncomingMessage, bytesMax: number, done: () => void): void {
  let dropped = 0
  const finish = () => {
    clearTimeout(timer)
    req.off('data', drop).off('end', finish).off('close', finish)
    done()
  }
  const drop = (chunk: Buffer) => {
    dropped += chunk.byteLength
    if (dropped > bytesMax) finish()
  }
  const timer = setTimeout(finish, DRAIN_MS_MAX)
  req.on('data', drop).on('end', finish).on('close', finish)
  req.resume()
}
