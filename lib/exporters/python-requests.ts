import type { Exporter, ExportRequest } from './exporter'
import { pythonBody } from './python-body'
import { quotedUtf32 } from './quote'
import { escapeNotes, hasHeader, joinedHeaders, joinedNotes, requestUrl } from './request-facts'

/**
 * The requests package, without its own headers, and without credentials and proxies from the environment.
 * @see https://requests.readthedocs.io/en/latest/api/
 */
export const pythonRequests: Exporter = {
  id: 'python-requests',
  label: 'Python requests',
  language: 'python',
  write(request) {
    const body = request.hasBody ? pythonBody(request) : { imports: [], lines: [] }
    const skipped = ['User-Agent', 'Accept-Encoding'].filter((name) => !hasHeader(request, name.toLowerCase()))
    const lines = [
      ...body.imports,
      'import requests',
      ...(skipped.length > 0 ? ['from urllib3.util import SKIP_HEADER'] : []),
      '',
      ...body.lines,
      'session = requests.Session()',
      'session.trust_env = False',
      'session.headers.clear()',
      'response = session.request(',
      `    ${quotedUtf32(request.method)},`,
      `    ${quotedUtf32(requestUrl(request))},`,
      '    headers={',
      ...joinedHeaders(request).map(([name, value]) => `        ${quotedUtf32(name)}: ${quotedUtf32(value)},`),
      ...skipped.map((name) => `        ${quotedUtf32(name)}: SKIP_HEADER,`),
      '    },',
      ...(request.hasBody ? ['    data=body,'] : []),
      '    allow_redirects=False,',
      ')',
      'print(response.status_code, response.text)',
    ]
    return { text: lines.join('\n'), notes: notes(request) }
  },
}

function notes(request: ExportRequest): string[] {
  return [...request.notes, ...escapeNotes(request, 'requests'), ...joinedNotes(request, 'requests')]
}
