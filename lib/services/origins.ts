import type { Config } from '#lib/config'
import { trustedEntry } from '#lib/core/client-address'
import type { HeaderReader } from './credentials'

/** Where the pages and where the capture URLs are, as the caller sees it: `https://creel.example`. */
export type Origins = { ui: string; capture: string }

/** `strict-transport-security` for what is served under https: a year, for this host alone. */
export const HSTS = 'max-age=31536000'

const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i

/** `CREEL_ORIGIN` and `CREEL_CAPTURE_ORIGIN` where they are set; else what the request says of itself. */
export function originsOf(config: Config, headers: HeaderReader): Origins {
  const ui = config.origin ?? requestOrigin(config, headers)
  return { ui, capture: config.captureOrigin ?? ui }
}

/** Scheme and host of the request. `X-Forwarded-*` counts only as far as the operator trusts proxies (`CREEL_TRUST_PROXY`). */
export function requestOrigin(config: Config, headers: HeaderReader): string {
  const forwarded = (name: string) => trustedEntry(headers.get(name), config.trustProxy)
  const scheme = forwarded('x-forwarded-proto')?.toLowerCase() === 'https' ? 'https' : 'http'
  const host = [forwarded('x-forwarded-host'), headers.get('host')].find((each) => each && HOST.test(each))
  return `${scheme}://${host?.toLowerCase() ?? `${config.host}:${config.port}`}`
}

/**
 * Whether `origin`, the header of that name, is a page of ours. Where `CREEL_ORIGIN` is set the whole origin must match, scheme included.
 * A page under a loopback name is ours too: no other site can have such an origin. Without `CREEL_ORIGIN` the host decides, because
 * behind a proxy the server may not know the scheme.
 */
export function isOwnOrigin(config: Config, headers: HeaderReader, origin: string): boolean {
  const asking = origin.toLowerCase()
  if (asking === originsOf(config, headers).ui) return true
  const sameHost = hostOf(asking) === hostOf(requestOrigin(config, headers))
  if (config.origin === null) return sameHost
  return sameHost && hostOf(asking) !== hostOf(config.origin) && LOOPBACK.test(hostOf(asking))
}

const LOOPBACK = /^\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/

function hostOf(origin: string): string {
  return origin.replace(/^https?:/, '')
}
