import type { IncomingMessage } from 'node:http'
import { trustedEntry } from '#lib/core/client-address'
import { AppError } from '#lib/core/errors'

/** Where capture URLs have an origin of their own, so that a reply never shares the UI's: who may be asked for what. */
export type CaptureHost = {
  /** Why this host does not serve the request, or null where it does. */
  refusal(req: IncomingMessage, isCapture: boolean): AppError | null
}

const DEFAULT_PORT: Readonly<Record<string, string>> = { 'http:': ':80', 'https:': ':443' }

/** `trustProxy` proxies are believed: a proxy in front may have put its own name into `Host`, and the caller's into `X-Forwarded-Host`. */
export function createCaptureHost(captureOrigin: string, trustProxy: number): CaptureHost {
  const { host, protocol, origin } = new URL(captureOrigin)
  const withDefaultPort = host + (DEFAULT_PORT[protocol] ?? '')

  return {
    refusal(req, isCapture) {
      const asked = requestHost(req, trustProxy)
      const isCaptureHost = asked === host || asked === withDefaultPort
      if (isCapture === isCaptureHost) return null
      return isCapture
        ? new AppError('not_found', `Requests are captured at ${origin}${pathOf(req.url!)}, not on this host.`)
        : new AppError('not_found', `${origin} only captures requests, under /in/.`)
    },
  }
}

/** The host that was asked for: a target in absolute form goes before `Host` (RFC 9112 section 3.2.2). */
function requestHost(req: IncomingMessage, trustProxy: number): string {
  const absolute = /^https?:\/\/([^/?#]*)/i.exec(req.url!)
  if (absolute) return absolute[1]!.toLowerCase()
  const forwarded = trustedEntry(req.headers['x-forwarded-host'] as string | undefined, trustProxy)
  return (forwarded ?? req.headers.host ?? '').toLowerCase()
}

/** Without the query: it may hold a secret, and the answer may end up in a log. */
function pathOf(target: string): string {
  const path = target.replace(/^https?:\/\/[^/]*/i, '')
  const mark = path.indexOf('?')
  return mark < 0 ? path : path.slice(0, mark)
}
