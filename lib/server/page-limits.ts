import type { IncomingMessage } from 'node:http'
import { AppError } from '#lib/core/errors'

// Request limits in front of Next and socket.io. Both parse untrusted input, and some of that takes quadratic time (Next's query: 67 s
// for 30,000 parameters). So everything that is not a capture is checked here first, with linear work.

/** Path and query in total. */
const TARGET_CHARS_MAX = 8_192
const PARAMETERS_MAX = 100
/** Proxies add some thirty; a browser keeps at most 180 cookies of a host. */
const HEADERS_MAX = 200
const COOKIES_MAX = 200

const PAGE_METHODS = ['GET', 'HEAD']
const STREAM_METHODS = ['GET', 'OPTIONS', 'POST']

/** Prefixes where Next expects its own internal headers. Browsers have no reason to send these; those not in Next's own list are ours. */
const INTERNAL_HEADER =
  /^(?:x-middleware-|x-invoke-|x-nextjs-|x-now-|x-vercel-|x-matched-path$|x-action-|next-action$|next-resume$)/

/**
 * Why this request may not reach Next or socket.io, or null if it may. `req.url` is in origin form. `dev`: Next's development server has
 * its own pages and calls.
 */
export function pageRefusal(req: IncomingMessage, dev: boolean): AppError | null {
  const target = req.url!
  if (!target.startsWith('/')) return new AppError('malformed_request', 'The request target is neither a path nor an http URL.')
  if (target.length > TARGET_CHARS_MAX) {
    return new AppError('uri_too_long', `Path and query are longer than ${TARGET_CHARS_MAX} characters in total.`)
  }
  const mark = target.search(/[?#]/)
  const path = mark < 0 ? target : target.slice(0, mark)
  if (mark >= 0 && countUpTo(target, '&', PARAMETERS_MAX, mark) >= PARAMETERS_MAX) {
    return new AppError('malformed_request', `The query has more than ${PARAMETERS_MAX} parameters.`)
  }
  if (!isDecodable(path))
    return new AppError('malformed_request', 'The path contains a % that is not valid percent-encoded UTF-8.')
  return headerRefusal(req) ?? (dev ? null : resourceRefusal(req.method!, path))
}

/** Removes headers that Next would trust as its own. */
export function dropInternalHeaders(req: IncomingMessage): void {
  for (const name of Object.keys(req.headers)) if (INTERNAL_HEADER.test(name)) delete req.headers[name]
}

function headerRefusal(req: IncomingMessage): AppError | null {
  if (req.rawHeaders.length > 2 * HEADERS_MAX) {
    return new AppError('headers_too_large', `The request has more than ${HEADERS_MAX} headers.`)
  }
  if (countUpTo(req.headers.cookie ?? '', ';', COOKIES_MAX, 0) >= COOKIES_MAX) {
    return new AppError('headers_too_large', `The request has more than ${COOKIES_MAX} cookies.`)
  }
  return null
}

/**
 * Of what Next serves by itself, only the files of the build are used. The pages have no server actions, so nothing is posted to them.
 */
function resourceRefusal(method: string, path: string): AppError | null {
  if (path.startsWith('/_next') && !path.startsWith('/_next/static/')) return new AppError('not_found', 'There is no such file.')
  if (isBelow(path, '/api')) return null // each call takes other methods: `serveCalls` knows them
  const allowed = isBelow(path, '/socket.io') ? STREAM_METHODS : PAGE_METHODS
  if (allowed.includes(method)) return null
  const allow = allowed.join(', ')
  return new AppError('method_not_allowed', `This path accepts ${allow}.`, { headers: { allow } })
}

export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder) && /^(?:[/?#]|$)/.test(path.slice(folder.length, folder.length + 1))
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/** Counts occurrences from `start` on, up to `max`. */
function countUpTo(text: string, character: string, max: number, start: number): number {
  let count = 0
  for (let at = text.indexOf(character, start); at >= 0 && count < max; at = text.indexOf(character, at + 1)) count += 1
  return count
}
