import type { IncomingMessage } from 'node:http'
import { AppError } from '#lib/core/errors'
import { hostSpellings, requestHost } from './request-host'

/** Which requests each host serves, if capture URLs have a separate origin so that no reply shares the UI's. */
export type CaptureHost = {
  /** Why this host does not serve the request, or null if it does. */
  refusal(req: IncomingMessage, isCapture: boolean): AppError | null
}

/** Trusts `trustProxy` proxies: a proxy in front may put its own name into `Host`, and the caller's into `X-Forwarded-Host`. */
export function createCaptureHost(captureOrigin: string, trustProxy: number): CaptureHost {
  const { origin } = new URL(captureOrigin)
  const own = hostSpellings(captureOrigin)

  return {
    refusal(req, isCapture) {
      const isCaptureHost = own.includes(requestHost(req, trustProxy))
      if (isCapture === isCaptureHost) return null
      return isCapture
        ? new AppError('not_found', `Requests are captured at ${origin}${pathOf(req.url!)}, not on this host.`)
        : new AppError('not_found', `${origin} only captures requests, under /in/.`)
    },
  }
}

/** Without the query, which may contain a secret, because the answer may end up in a log. */
function pathOf(target: string): string {
  const path = target.replace(/^https?:\/\/[^/]*/i, '')
  const mark = path.indexOf('?')
  return mark < 0 ? path : path.slice(0, mark)
}
