import type { IncomingMessage } from 'node:http'
import { trustedEntry } from '#lib/core/client-address'

/**
 * The requested host, lower-case, including the port. A target in absolute form takes precedence over `Host` (RFC 9112 section 3.2.2).
 */
export function requestHost(req: IncomingMessage, trustProxy: number): string {
  const absolute = /^https?:\/\/([^/?#]*)/i.exec(req.url!)
  if (absolute) return absolute[1]!.toLowerCase()
  const forwarded = trustedEntry(req.headers['x-forwarded-host'] as string | undefined, trustProxy)
  return (forwarded ?? req.headers.host ?? '').toLowerCase()
}

const DEFAULT_PORT: Readonly<Record<string, string>> = { 'http:': ':80', 'https:': ':443' }

/** The forms of an origin's host that a request may contain. */
export function hostSpellings(origin: string): string[] {
  const { host, protocol } = new URL(origin)
  return [host, host + (DEFAULT_PORT[protocol] ?? '')]
}
