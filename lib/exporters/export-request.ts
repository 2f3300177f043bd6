import type { Capture } from '#lib/core/capture'
import { decodeBytes, utf8Text } from '#lib/core/content'
import { endToEndHeaders, headerValue } from '#lib/core/headers'
import { parseUrl } from '#lib/core/parse-url'
import type { ExportRequest } from './exporter'

/** Where the exported request goes: `origin` with the captured target appended, or a complete URL. */
export type ExportTarget = { origin: string } | { url: string }

/**
 * The captured request, aimed at `to`.
 *
 * @throws {RangeError} if the URL is not absolute, is neither http nor https, or contains a user name.
 */
export function exportRequest(capture: Capture, to: ExportTarget): ExportRequest {
  const url = targetUrl('url' in to ? to.url : to.origin)
  const body = decodeBytes(capture.body)
  return {
    method: capture.method,
    scheme: url.protocol === 'https:' ? 'https' : 'http',
    host: url.host,
    target: 'url' in to ? urlTarget(to.url, url) : originForm(capture.url),
    headers: endToEndHeaders(capture.headers),
    body,
    text: utf8Text(body),
    hasBody: body.byteLength > 0 || headerValue(capture.headers, 'content-length') !== null,
    notes: captureNotes(capture, body.byteLength),
  }
}

function captureNotes({ truncated, aborted, bodySize, trailers }: Capture, keptBytes: number): string[] {
  const notes: string[] = []
  if (aborted) notes.push(`The sender disconnected after ${keptBytes} body bytes; only those are sent.`)
  else if (truncated) notes.push(`Only the first ${keptBytes} of ${bodySize} body bytes were stored; only those are sent.`)
  if (trailers.length > 0) notes.push(`Trailers are left out: ${trailers.map(([name]) => name).join(', ')}.`)
  return notes
}

function targetUrl(text: string): URL {
  const url = parseUrl(text)
  if (!url || !/^https?:$/.test(url.protocol)) throw new RangeError('the target is not an http or https URL')
  if (url.username || url.password) throw new RangeError('the target contains a user name or a password; put them into a header')
  return url
}

/** The target exactly as typed (`..`, `//` and `%2f` kept) if it is valid on the wire; otherwise as a browser would send it. */
function urlTarget(text: string, parsed: URL): string {
  const rest = /^https?:\/\/[^/?#\\]*([^#]*)/i.exec(text)?.[1] ?? ''
  if (!/^[/?]?[\x21-\x7e]*$/.test(rest)) return parsed.pathname + parsed.search
  return rest.startsWith('/') ? rest : `/${rest}`
}

/** A target in absolute form, `http://host/path` (RFC 9112 section 3.2.2), repeats the host. Keeps only the path, since the host changes. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target
  const rest = /^https?:\/\/[^/?]*(.*)$/i.exec(target)?.[1] ?? ''
  return rest.startsWith('/') ? rest : `/${rest}`
}
