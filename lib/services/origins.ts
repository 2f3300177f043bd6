import type { Config } from '#lib/config'
import { trustedEntry } from '#lib/core/client-address'
import type { HeaderReader } from './credentials'

/** The origins of the pages and of the capture URLs, as the caller sees them: `https://creel.example`. */
export type Origins = { ui: string; capture: string }

/** `strict-transport-security` for responses over https: a year, for this host only. */
export const HSTS = 'max-age=31536000'

const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i

/** `CREEL_ORIGIN` and `CREEL_CAPTURE_ORIGIN` if they are set; otherwise derived from the request. */
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
 * Whether the header `origin` names a page of ours. With `CREEL_ORIGIN` the whole origin must match, including the scheme. A page under a
 * loopback name is ours too, because no other site can have such an origin. Without `CREEL_ORIGIN` only the host is compared, because
 * behind a proxy the server may not know the scheme.
 */
export function isOwnOrigin(config: Config, headers: HeaderReader, origin: string): boolean {
  const requested = origin.toLowerCase()
  if (requested === originsOf(config, headers).ui) return true
  const sameHost = hostOf(requested) === hostOf(requestOrigin(config, headers))
  if (config.origin === null) return sameHost
  return sameHost && hostOf(requested) !== hostOf(config.origin) && LOOPBACK.test(hostOf(requested))
}

const LOOPBACK = /^\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/

function hostOf(origin: string): string {
  return origin.replace(/^https?:/, '')
}
