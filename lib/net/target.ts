import { AppError } from '#lib/core/errors'
import { parseUrl } from '#lib/core/parse-url'

/** A URL split into what is dialled and what the request says. */
export type Target = {
  secure: boolean
  /** As `URL.hostname` spells it: lower-case, punycode, every spelling of an IPv4 address as four decimals, IPv6 in brackets. */
  hostname: string
  port: number
  /** Value of the `Host` header: with the port only if it is not the scheme's default. */
  host: string
  /** Path and query. */
  requestTarget: string
}

/**
 * Reads an http or https URL.
 *
 * The host is parsed as browsers do. Path and query are not normalised: dot segments, doubled slashes, `%2F`, quotes and a lone `?` stay
 * as they are. Only characters that a request line cannot contain (spaces and non-ASCII) are percent-encoded as UTF-8. A fragment is left
 * out, and an empty path becomes `/`.
 *
 * @throws `invalid_input` with the field `url`: not a URL, another scheme, control characters, lone surrogates (which no database stores),
 * or a user name or password
 */
export function readTarget(text: string): Target {
  const given = text.trim()
  const parts = /^https?:\/\/([^/?#\\]+)([/?][^#]*)?(?:#.*)?$/is.exec(given)
  const url = parseUrl(given)
  if (!parts || /[\p{Cc}\p{Cs}]/u.test(given) || !url) throw invalidUrl('is not an http or https URL')
  // An @ in the authority is refused even with nothing before it: nobody writes that on purpose.
  if (parts[1]!.includes('@')) throw invalidUrl('contains a user name or password: send an authorization header instead')
  const secure = url.protocol === 'https:'
  return {
    secure,
    hostname: url.hostname,
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    host: url.host,
    requestTarget: toRequestTarget(parts[2] ?? ''),
  }
}

/** The host as sockets expect it: IPv6 without brackets. */
export function dialledHost({ hostname }: Target): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}

/** `localhost.` is `localhost`: the trailing dot only stops a resolver from appending a search domain. */
export function withoutFinalDot(host: string): string {
  return host.endsWith('.') ? host.slice(0, -1) : host
}

function toRequestTarget(pathAndQuery: string): string {
  const encoded = pathAndQuery.replace(/[^\x21-\x7e]+/g, percentEncode)
  return encoded.startsWith('/') ? encoded : `/${encoded}`
}

function percentEncode(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}

function invalidUrl(message: string): AppError {
  return new AppError('invalid_input', `The URL ${message}.`, { errors: [{ path: 'url', message }] })
}
