import { AppError } from '#lib/core/errors'

/** A URL taken apart into what is dialled and what is said. */
export type Target = {
  secure: boolean
  /** As `URL.hostname` spells it: lower-case, punycode, every spelling of an IPv4 address as four decimals, IPv6 in brackets. */
  hostname: string
  port: number
  /** What the `Host` header says: the port only where it is not the scheme's own. */
  host: string
  /** Path and query. */
  requestTarget: string
}

/**
 * Reads an http or https URL.
 *
 * The host is read as a browser reads it. Path and query are not: dot segments, doubled slashes, `%2F`, quotes and a lone `?` stay
 * as they are. Only what cannot stand in a request line (spaces and non-ASCII characters) is percent-encoded as UTF-8; a fragment
 * is left out; an empty path is `/`.
 *
 * @throws `invalid_input` with the field `url`: no such URL, another scheme, control characters or lone surrogates
 * (which no database keeps), or a user name or password in it
 */
export function readTarget(text: string): Target {
  const given = text.trim()
  const parts = /^https?:\/\/([^/?#\\]+)([/?][^#]*)?(?:#.*)?$/is.exec(given)
  if (!parts || /[\p{Cc}\p{Cs}]/u.test(given) || !URL.canParse(given)) throw invalidUrl('is not an http or https URL')
  // An @ among the parts of the authority is refused even where nothing stands before it: it is never what somebody means.
  if (parts[1]!.includes('@')) throw invalidUrl('contains a user name or password: send an authorization header instead')
  const url = new URL(given)
  const secure = url.protocol === 'https:'
  return {
    secure,
    hostname: url.hostname,
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    host: url.host,
    requestTarget: toRequestTarget(parts[2] ?? ''),
  }
}

/** The host as the socket wants it: IPv6 without its brackets. */
export function dialledHost({ hostname }: Target): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}

/** `localhost.` is `localhost`: the dot at the end says that nothing is to be appended when it is looked up. */
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
