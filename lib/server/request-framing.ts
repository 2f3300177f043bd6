import { type IncomingMessage, METHODS } from 'node:http'
import { AppError } from '#lib/core/errors'

export const UNKNOWN_METHOD = 'The request method is not one that this server knows. Methods are case-sensitive: GET, not get.'
export const OTHER_VERSION =
  'Only HTTP/1.1 and HTTP/1.0 are supported, not HTTP/2 with prior knowledge. Send HTTP/1.1, or put a proxy in front that speaks HTTP/2.'

const NO_HOST = fault('An HTTP/1.1 request needs a Host header (RFC 9112 section 3.2).')
const TWO_HOSTS = fault('The request has more than one Host header (RFC 9112 section 3.2).')
const BAD_HOST = fault('The Host header is not a host name with an optional port (RFC 9112 section 3.2).')
const NOT_HTTP_1 = new AppError('http_version_not_supported', OTHER_VERSION)
const NO_METHOD = new AppError('method_not_implemented', UNKNOWN_METHOD)
const BAD_CODING = fault('The only supported transfer coding is "chunked" (RFC 9112 section 6.1).')
const OLD_CHUNKED = fault('An HTTP/1.0 message cannot have a Transfer-Encoding (RFC 9112 section 6.1).')

/** Node's parser also accepts RTSP and ICE, and calls them HTTP/1.0. Methods that only those two have are not in this list. */
const HTTP_METHODS: ReadonlySet<string> = new Set(METHODS)
/**
 * Characters that end the authority of a URL, or are not allowed in a host, and a port that is no number. An empty Host is legal if the
 * target has no authority.
 */
const NOT_IN_HOST = /[\s/\\?#@,<>"'{}|^`]|^[^[]*:(?!\d*$)/

/**
 * What RFC 9112 forbids but Node's parser accepts. If two programs read such a request differently, one request can be smuggled inside
 * another. So the connection must be closed after the refusal, and nothing behind it may be served.
 */
export function framingFault(req: IncomingMessage): AppError | null {
  if (req.httpVersionMajor !== 1) return NOT_HTTP_1
  if (!HTTP_METHODS.has(req.method!)) return NO_METHOD
  const coding = req.headers['transfer-encoding']
  if (coding !== undefined) {
    if (req.httpVersionMinor === 0) return OLD_CHUNKED
    if (coding.toLowerCase() !== 'chunked') return BAD_CODING
  }
  const { host } = req.headers
  if (host === undefined) return req.httpVersionMinor === 0 ? null : NO_HOST
  if (NOT_IN_HOST.test(host)) return BAD_HOST
  return hasTwoHosts(req.rawHeaders) ? TWO_HOSTS : null
}

/** `req.headers` keeps the first Host and silently drops the others. */
function hasTwoHosts(rawHeaders: readonly string[]): boolean {
  let count = 0
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!
    if (name.length === 4 && name.toLowerCase() === 'host') count += 1
  }
  return count > 1
}

function fault(message: string): AppError {
  return new AppError('malformed_request', message)
}
