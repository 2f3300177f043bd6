import type { Exporter, ExportRequest } from './exporter'
import { pythonBody } from './python-body'
import { quotedUtf32 } from './quote'
import { asciiTarget } from './request-facts'

/**
 * Python's standard library, which writes headers one by one as Latin-1, so order, case and duplicates are kept.
 * @see https://docs.python.org/3/library/http.client.html
 */
export const python: Exporter = {
  id: 'python',
  label: 'Python',
  language: 'python',
  write(request) {
    const body = request.hasBody ? pythonBody(request) : { imports: [], lines: [] }
    const lines = [
      ...body.imports,
      'import http.client',
      '',
      ...body.lines,
      `connection = http.client.${request.scheme === 'https' ? 'HTTPSConnection' : 'HTTPConnection'}(${quotedUtf32(request.host)})`,
      `connection.putrequest(${quotedUtf32(request.method)}, ${quotedUtf32(asciiTarget(request.target))}, skip_host=True, skip_accept_encoding=True)`,
      ...headerLines(request),
      `connection.endheaders(${request.hasBody ? 'body' : ''})`,
      'response = connection.getresponse()',
      'print(response.status, response.reason)',
      'print(response.read())',
    ]
    return { text: lines.join('\n'), notes: [...request.notes, ...notes(request)] }
  },
}

function headerLines({ host, headers, hasBody }: ExportRequest): string[] {
  const pairs = [['Host', host] as const, ...headers]
  const lines = pairs.map(([name, value]) => `connection.putheader(${quotedUtf32(name)}, ${quotedUtf32(value)})`)
  return hasBody ? [...lines, 'connection.putheader("Content-Length", str(len(body)))'] : lines
}

function notes({ target }: ExportRequest): string[] {
  return asciiTarget(target) === target ? [] : ['Python accepts only ASCII in the target: other bytes are percent-encoded.']
}
