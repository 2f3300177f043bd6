import { endToEndHeaders, type RawHeaders } from '#lib/core/headers'

/** Methods of which a request without a body says nothing about its length (RFC 9110 section 8.6). */
const NO_LENGTH_NEEDED: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])

/**
 * The header list that goes out: `Host` first (RFC 9110 section 7.2), then those of `headers` that are end to end, untouched in order,
 * case and number, then what frames this message and closes this connection.
 */
export function outgoingHeaders(headers: RawHeaders, host: string, method: string, bodyBytes: number): [string, string][] {
  const counted = bodyBytes > 0 || !NO_LENGTH_NEEDED.has(method)
  return [
    ['Host', host],
    ...endToEndHeaders(headers),
    ...(counted ? [['Content-Length', String(bodyBytes)] satisfies [string, string]] : []),
    ['Connection', 'close'],
  ]
}
