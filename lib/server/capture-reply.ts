import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BinResponse } from '#lib/core/bin'
import type { RawHeaders } from '#lib/core/headers'
import { isReplyHeader } from '#lib/core/reply-header'
import { captureHeaders } from './answer'

export const PREFLIGHT_STATUS = 204
const PREFLIGHT_SECONDS = '600'

/** A CORS preflight. Always answered permissively, whatever response the bin has configured. */
export function isPreflight(req: IncomingMessage): boolean {
  return req.method === 'OPTIONS' && req.headers['access-control-request-method'] !== undefined
}

/** Allows everything that the browser asks for. */
export function replyToPreflight(req: IncomingMessage, res: ServerResponse, captureId: string): void {
  const asked = req.headers['access-control-request-headers']
  const headers = [...captureHeaders(req), 'x-creel-capture', captureId, 'access-control-max-age', PREFLIGHT_SECONDS]
  headers.push('access-control-allow-methods', String(req.headers['access-control-request-method']))
  if (asked !== undefined) headers.push('access-control-allow-headers', asked)
  if (req.headers['access-control-request-private-network'] === 'true')
    headers.push('access-control-allow-private-network', 'true')
  res.writeHead(PREFLIGHT_STATUS, headers)
  res.end()
}

/** The response of a bin, or what the target of a listener answered. `body` null: `{"captured":"<id>"}`. */
export type Answer = Pick<BinResponse, 'status' | 'headers'> & { body: string | Uint8Array | null }

/**
 * Sends the reply to a committed capture. `undelayed`: the delay of the response was skipped, because too many replies were waiting or a
 * listener did not answer.
 */
export function reply(res: ServerResponse, response: Answer, captureId: string, undelayed = false): void {
  if (res.destroyed) return
  const configured = response.headers.filter(([name, value]) => isReplyHeader(name, value))
  const headers = [...captureHeaders(res.req, configured), 'x-creel-capture', captureId]
  if (undelayed) headers.push('x-creel-delay', 'skipped')
  for (const [name, value] of configured) headers.push(name, value)
  if (response.status === 204 || response.status === 304) {
    res.writeHead(response.status, headers)
    res.end()
    return
  }
  const isDefault = response.body === null
  const text = response.status === 205 ? '' : (response.body ?? `{"captured":"${captureId}"}`)
  if (typeof text === 'string' && text !== '' && !hasContentType(configured)) {
    headers.push('content-type', isDefault ? 'application/json' : 'text/plain; charset=utf-8')
  }
  headers.push('content-length', String(isDefault ? text.length : Buffer.byteLength(text)))
  res.writeHead(response.status, headers)
  res.end(text)
}

function hasContentType(headers: RawHeaders): boolean {
  return headers.some(([name]) => name.toLowerCase() === 'content-type')
}
