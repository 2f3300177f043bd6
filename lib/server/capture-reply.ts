import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BinResponse } from '#lib/core/bin'
import { HOP_BY_HOP_HEADERS, isHeaderName, isHeaderValue } from '#lib/core/headers'
import { CAPTURE_HEADERS } from './answer'

/** What a bin's own headers may not replace. */
const RESERVED: ReadonlySet<string> = new Set([
  ...CAPTURE_HEADERS.filter((_, i) => i % 2 === 0),
  ...HOP_BY_HOP_HEADERS,
  'content-length',
  'set-cookie',
  'set-cookie2',
  'x-creel-capture',
])
const PREFLIGHT_SECONDS = '600'

/** Asks a browser for another page's sake whether it may send: answered for it, whatever the bin's reply is. */
export function isPreflight(req: IncomingMessage): boolean {
  return req.method === 'OPTIONS' && req.headers['access-control-request-method'] !== undefined
}

/** Allows all that the browser asked for. */
export function replyToPreflight(req: IncomingMessage, res: ServerResponse, captureId: string): void {
  const asked = req.headers['access-control-request-headers']
  const headers = [...CAPTURE_HEADERS, 'x-creel-capture', captureId, 'access-control-max-age', PREFLIGHT_SECONDS]
  headers.push('access-control-allow-methods', String(req.headers['access-control-request-method']))
  if (asked !== undefined) headers.push('access-control-allow-headers', asked)
  if (req.headers['access-control-request-private-network'] === 'true')
    headers.push('access-control-allow-private-network', 'true')
  res.writeHead(204, headers)
  res.end()
}

/** What the bin's owner set up, or `{"captured":"<id>"}`. The capture is committed. */
export function reply(res: ServerResponse, response: BinResponse, captureId: string): void {
  if (res.destroyed) return
  const headers = [...CAPTURE_HEADERS, 'x-creel-capture', captureId]
  if (response.headers.length > 0) addConfigured(headers, response)
  if (response.status === 204 || response.status === 304) {
    res.writeHead(response.status, headers)
    res.end()
    return
  }
  const isDefault = response.body === null
  const text = response.status === 205 ? '' : (response.body ?? `{"captured":"${captureId}"}`)
  if (!hasContentType(response) && text !== '') {
    headers.push('content-type', isDefault ? 'application/json' : 'text/plain; charset=utf-8')
  }
  headers.push('content-length', String(isDefault ? text.length : Buffer.byteLength(text)))
  res.writeHead(response.status, headers)
  res.end(text)
}

function hasContentType({ headers }: BinResponse): boolean {
  return headers.length > 0 && headers.some(([name]) => name.toLowerCase() === 'content-type')
}

/** The API refuses these on the way in; a row that came by another way must not break the safety headers or the writer. */
function addConfigured(headers: string[], response: BinResponse): void {
  for (const [name, value] of response.headers) {
    if (!RESERVED.has(name.toLowerCase()) && isHeaderName(name) && isHeaderValue(value)) headers.push(name, value)
  }
}
