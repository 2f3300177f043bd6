import type { IncomingMessage, ServerResponse } from 'node:http'
import { type AppError, isAppError, type Problem, toProblem } from '#lib/core/errors'
import type { RawHeaders } from '#lib/core/headers'
import { bodyIsDone, DRAIN, DRAIN_WHEN_FULL, drain } from './drain'

const CORS_START = 6

/** Set on every reply of a capture URL, whatever its bin says, so that nothing from a sender runs or is read as the UI's own. */
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

/**
 * `CAPTURE_HEADERS` for this request. A browser shows a reply to a request with credentials only if the reply names its origin; `*` does
 * not count. Whether credentials were sent is not always visible, so any request that names an origin gets it back.
 */
export function captureHeaders(req: IncomingMessage, configured: RawHeaders = []): readonly string[] {
  const { origin } = req.headers
  if (origin === undefined) return CAPTURE_HEADERS
  const exposed = ['x-creel-capture', 'retry-after', ...configured.map(([name]) => name)]
  return [
    ...CAPTURE_HEADERS.slice(0, CORS_START),
    'access-control-allow-origin',
    origin,
    'access-control-allow-credentials',
    'true',
    'access-control-expose-headers',
    exposed.join(', '),
    'vary',
    'Origin',
  ]
}

/** Set on every refusal other than of a capture: it is data, never a page, and no other site may read it. */
export const PAGE_ERROR_HEADERS: readonly string[] = [
  'x-content-type-options',
  'nosniff',
  'content-security-policy',
  "default-src 'none'; frame-ancestors 'none'",
  'cache-control',
  'no-store',
  'cross-origin-resource-policy',
  'same-origin',
  'referrer-policy',
  'no-referrer',
]

/** Answers a problem document, with the headers of an `AppError`. */
export function answerProblem(req: IncomingMessage, res: ServerResponse, error: unknown, headers: readonly string[]): void {
  const given = isAppError(error) ? Object.entries(error.options.headers ?? {}).flat() : []
  answerDocument(req, res, toProblem(error), [...headers, ...given])
}

/** Answers and closes at once, without reading on, because nothing behind this request can be trusted. */
export function answerAndClose(res: ServerResponse, error: AppError, headers: readonly string[]): void {
  const problem = toProblem(error)
  const text = Buffer.from(JSON.stringify(problem))
  res.shouldKeepAlive = false
  res.writeHead(problem.status, problemHead(text, headers))
  res.end(text)
}

function problemHead(text: Buffer, headers: readonly string[]): string[] {
  return ['content-type', 'application/problem+json', 'content-length', String(text.byteLength), ...headers]
}

function answerDocument(req: IncomingMessage, res: ServerResponse, problem: Problem, headers: readonly string[]): void {
  if (res.headersSent || res.destroyed) return
  const text = Buffer.from(JSON.stringify(problem))
  const all = problemHead(text, headers)
  if (bodyIsDone(req)) {
    res.writeHead(problem.status, all)
    res.end(text)
  } else {
    res.shouldKeepAlive = false
    res.writeHead(problem.status, all)
    res.write(text)
    // A sender that waits for a 100 that will not come sends nothing that has to be dropped.
    if (req.headers.expect !== undefined && req.readableLength === 0) res.end()
    else drain(req, problem.status === 503 ? DRAIN_WHEN_FULL : DRAIN, () => res.end())
  }
}
