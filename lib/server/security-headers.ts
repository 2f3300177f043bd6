import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Config } from '#lib/config'
import { CLIENT_ADDRESS_HEADER, clientAddress } from '#lib/core/client-address'
import { HSTS, originsOf } from '#lib/services/origins'
import { PAGE_ERROR_HEADERS } from './answer'
import { isBelow } from './page-limits'
import { headerReader } from './socket-caller'

const NONCE_BYTES = 16

/** On pages, their files and the live stream. */
const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
}
const ON_PAGES = {
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()',
}

export type SecurityHeaders = {
  /**
   * Tells Next the caller's address, and sets the headers that protect the reader of a page of captured requests. Runs before Next sees
   * the request.
   */
  put(req: IncomingMessage, res: ServerResponse): void
}

/** `dev`: Next's development server needs `eval`. */
export function createSecurityHeaders(config: Config, dev: boolean): SecurityHeaders {
  return {
    put(req, res) {
      const forwardedFor = req.headers['x-forwarded-for'] as string | undefined
      req.headers[CLIENT_ADDRESS_HEADER] = clientAddress(req.socket.remoteAddress, forwardedFor, config.trustProxy)
      // REST sets its own, and Next would add to any set here. Failures before REST is reached still get them.
      if (isBelow(req.url!, '/api')) return setMissing(res, PAGE_ERROR_HEADERS)
      setAll(res, EVERYWHERE)
      if (isHttps(config, req)) res.setHeader('strict-transport-security', HSTS)
      if (isBelow(req.url!, '/_next/static') || isBelow(req.url!, '/socket.io')) return
      setAll(res, ON_PAGES)
      const nonce = randomBytes(NONCE_BYTES).toString('base64')
      const policy = pagePolicy(nonce, config.captureOrigin, dev)
      req.headers['content-security-policy'] = policy // where Next looks for the nonce
      req.headers['x-nonce'] = nonce // where our own pages look for it
      res.setHeader('content-security-policy', policy)
    },
  }
}

/**
 * Only scripts that the server itself wrote into the page can run, and those that they load. Inline styles are allowed, because React and
 * the editor write them; they cannot send anything away while images, fonts and frames of other hosts are blocked. `captureOrigin`: the
 * page sends its test request there.
 */
function pagePolicy(nonce: string, captureOrigin: string | null, dev: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${captureOrigin === null ? '' : ` ${captureOrigin}`}`,
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "media-src 'self' data: blob:",
    "frame-src 'none'", // previews live in srcdoc, which inherits this policy
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function isHttps(config: Config, req: IncomingMessage): boolean {
  return originsOf(config, headerReader(req.headers)).ui.startsWith('https:')
}

/** Sets headers that are still missing when the head is written. */
function setMissing(res: ServerResponse, headers: readonly string[]): void {
  const { writeHead } = res
  res.writeHead = (...args: unknown[]) => {
    for (let i = 0; i < headers.length && !res.headersSent; i += 2) {
      if (!res.hasHeader(headers[i]!)) res.setHeader(headers[i]!, headers[i + 1]!)
    }
    return Reflect.apply(writeHead, res, args)
  }
}

function setAll(res: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
}
