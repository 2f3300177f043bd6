import { endToEndHeaders, type RawHeaders } from '#lib/core/headers'

/** Methods for which a request without a body has no Content-Length (RFC 9110 section 8.6). */
const NO_LENGTH_NEEDED: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])

/**
 * The header list to send: `Host` first (RFC 9110 section 7.2), then the end-to-end headers of `headers` with order, case and duplicates
 * unchanged, then the headers that frame this message. `kept`: the connection may be used again.
 */
export function outgoingHeaders(
  headers: RawHeaders,
  host: string,
  method: string,
  bodyBytes: number,
  kept = false,
): [string, string][] {
  const counted = bodyBytes > 0 || !NO_LENGTH_NEEDED.has(method)
  return [
    ['Host', host],
    ...endToEndHeaders(headers),
    ...(counted ? [['Content-Length', String(bodyBytes)] satisfies [string, string]] : []),
    ['Connection', kept ? 'keep-alive' : 'close'],
  ]
}
