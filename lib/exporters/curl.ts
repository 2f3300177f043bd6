import type { Exporter, ExportRequest } from './exporter'
import { hasHeader, isPlainTarget, requestUrl } from './request-facts'
import { ANSI_NOTE, argumentBody, withPipedBody } from './shell-body'
import { type ShellWord, shellBytes, shellText } from './shell-quote'

/**
 * curl 7.55 or newer. Order, case and duplicates of headers are kept: curl sends `Host`, then the headers as given, then
 * `Content-Length`. `--data-raw` takes a leading `@` literally. A body that does not fit into an argument is piped.
 * @see https://curl.se/docs/manpage.html
 */
export const curl: Exporter = {
  id: 'curl',
  label: 'curl',
  language: 'shell',
  write(request) {
    const body = request.hasBody ? argumentBody(request) : null
    const options: [string, ShellWord][] = [...address(request), ...headers(request)]
    if (body) options.push(['--data-raw', body])
    else if (request.hasBody) options.push(['--data-binary', shellText('@-')])
    const lines = options.map(([option, { word }]) => `${option} ${word}`)
    const command = [
      `curl --globoff --path-as-is --http1.1${request.method === 'HEAD' && !request.hasBody ? ' --head' : ''}`,
      ...lines,
    ]
    const text = command.join(' \\\n  ')
    return {
      text: request.hasBody && !body ? withPipedBody(text, request.body) : text,
      notes: [...request.notes, ...notes(request), ...(options.some(([, { ansi }]) => ansi) ? [ANSI_NOTE] : [])],
    }
  },
}

function address(request: ExportRequest): [string, ShellWord][] {
  const { method, target, hasBody } = request
  const options: [string, ShellWord][] = method === 'HEAD' && !hasBody ? [] : [['--request', shellText(method)]]
  if (isPlainTarget(target) && !target.includes('%')) return [...options, ['--url', shellText(requestUrl(request))]]
  // curl encodes or cuts characters that URLs don't allow and, since 8.20, normalises percent escapes. It sends --request-target unchanged.
  const near = target.replace(/[^A-Za-z0-9\-._~/].*$/s, '')
  return [
    ...options,
    ['--url', shellText(`${request.scheme}://${request.host}${near}`)],
    ['--request-target', shellBytes(target)],
  ]
}

/** `Name:` removes a header that curl would add; `Name;` sends an empty value. */
function headers(request: ExportRequest): [string, ShellWord][] {
  const own = ['User-Agent', 'Accept', ...(request.hasBody ? ['Content-Type', 'Expect'] : [])]
  const given = request.headers.map(([name, value]) => (value === '' ? `${name};` : `${name}: ${value}`))
  const removed = own.filter((name) => !hasHeader(request, name.toLowerCase())).map((name) => `${name}:`)
  return [...given, ...removed].map((line) => ['--header', shellBytes(line)])
}

function notes({ method, hasBody }: ExportRequest): string[] {
  return method === 'HEAD' && hasBody ? ['curl waits for a body after a HEAD with data; add --max-time to end it.'] : []
}
