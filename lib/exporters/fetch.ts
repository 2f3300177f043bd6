import type { Exporter, ExportRequest } from './exporter'
import { fetchBody } from './javascript-body'
import { quoted } from './quote'
import { joinedNotes, requestUrl, targetNotes } from './request-facts'

/**
 * The fetch of browsers, Node, Deno and Bun. It allows no body with GET and HEAD, and joins headers of the same name.
 * @see https://fetch.spec.whatwg.org/
 */
export const fetch: Exporter = {
  id: 'fetch',
  label: 'fetch',
  language: 'javascript',
  write(request) {
    const sendsBody = request.hasBody && !isBodyless(request)
    const lines = [
      ...(sendsBody ? [`const body = ${fetchBody(request)}`, ''] : []),
      `const response = await fetch(${quoted(requestUrl(request))}, {`,
      `  method: ${quoted(request.method)},`,
      '  headers: [',
      ...request.headers.map(([name, value]) => `    [${quoted(name)}, ${quoted(value)}],`),
      '  ],',
      ...(sendsBody ? ['  body,'] : []),
      "  redirect: 'manual',",
      '})',
      'console.log(response.status, await response.text())',
    ]
    return { text: lines.join('\n'), notes: [...request.notes, ...notes(request)] }
  },
}

function isBodyless({ method }: ExportRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** Headers that a page may not set. https://fetch.spec.whatwg.org/#forbidden-request-header */
const FORBIDDEN =
  /^(?:accept-charset|accept-encoding|access-control-request-(?:headers|method|private-network)|cookie2?|date|dnt|origin|referer|set-cookie|via|proxy-.*|sec-.*)$/i

function notes(request: ExportRequest): string[] {
  const notes = [...targetNotes(request, 'fetch'), ...joinedNotes(request, 'fetch')]
  const forbidden = request.headers.filter(([name]) => FORBIDDEN.test(name)).map(([name]) => name)
  if (request.body.byteLength > 0 && isBodyless(request))
    notes.push(`fetch sends no body with ${request.method}; it is left out.`)
  if (/^(?:CONNECT|TRACE|TRACK)$/.test(request.method)) notes.push(`fetch refuses the method ${request.method}.`)
  if (forbidden.length > 0) notes.push(`In a browser, fetch leaves out: ${forbidden.join(', ')}.`)
  return [...notes, 'fetch adds its own headers, such as accept and user-agent, and decides the order and case of all headers.']
}
