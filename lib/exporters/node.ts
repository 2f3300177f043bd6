import type { Exporter, ExportRequest } from './exporter'
import { bufferBody } from './javascript-body'
import { quoted } from './quote'

/**
 * Node's own client. It sends a flat header list unchanged: order, case, duplicates and latin-1 are kept.
 * @see https://nodejs.org/api/http.html#httprequesturl-options-callback
 */
export const node: Exporter = {
  id: 'node',
  label: 'Node',
  language: 'javascript',
  write(request) {
    const lines = [
      `import { request } from 'node:${request.scheme}'`,
      '',
      ...(request.hasBody ? [`const body = ${bufferBody(request)}`] : []),
      `const sent = request(${quoted(`${request.scheme}://${request.host}`)}, {`,
      `  method: ${quoted(request.method)},`,
      `  path: ${quoted(request.target)},`,
      '  headers: [',
      ...headerLines(request),
      '  ],',
      '})',
      "sent.on('response', (response) => {",
      '  console.log(response.statusCode, response.headers)',
      '  response.pipe(process.stdout)',
      '})',
      `sent.end(${request.hasBody ? 'body' : ''})`,
    ]
    return { text: lines.join('\n'), notes: request.notes }
  },
}

function headerLines({ host, headers, hasBody, method }: ExportRequest): string[] {
  const pairs = [['Host', host] as const, ...headers].map(([name, value]) => `    ${quoted(name)}, ${quoted(value)},`)
  if (hasBody) return [...pairs, "    'Content-Length', String(body.length),"]
  // Without a Content-Length, Node sends `Transfer-Encoding: chunked`, except with these methods.
  return /^(?:GET|HEAD|DELETE|OPTIONS|TRACE|CONNECT)$/.test(method) ? pairs : [...pairs, "    'Content-Length', '0',"]
}
