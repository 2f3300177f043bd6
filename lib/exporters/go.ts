import type { Exporter, ExportRequest } from './exporter'
import { base64Lines, quotedUtf32 } from './quote'

/**
 * Go's net/http. The header map is filled directly, because `Header.Set` would change the case of names. Go sends the headers sorted.
 * `Opaque` is sent as it is.
 * @see https://pkg.go.dev/net/http#Request
 */
export const go: Exporter = {
  id: 'go',
  label: 'Go',
  language: 'go',
  write(request) {
    const { imports, lines } = goBody(request)
    const packages = [...imports, 'fmt', 'io', 'net/http', 'net/url', ...(hasBytes(request) ? ['bytes'] : [])].sort()
    const text = [
      'package main',
      '',
      'import (',
      ...packages.map((name) => `\t"${name}"`),
      ')',
      '',
      'func main() {',
      ...lines,
      '\trequest := &http.Request{',
      `\t\tMethod: ${quotedUtf32(request.method)},`,
      `\t\tURL:    &url.URL{Scheme: "${request.scheme}", Host: ${quotedUtf32(request.host)}, Opaque: ${goBytes(opaque(request))}},`,
      '\t\tHeader: http.Header{',
      ...headerLines(request),
      '\t\t},',
      ...(hasBytes(request)
        ? ['\t\tBody:          io.NopCloser(bytes.NewReader(body)),', '\t\tContentLength: int64(len(body)),']
        : []),
      '\t}',
      '\tresponse, err := (&http.Transport{DisableCompression: true}).RoundTrip(request)',
      '\tif err != nil {',
      '\t\tpanic(err)',
      '\t}',
      '\tdefer response.Body.Close()',
      '\tanswer, _ := io.ReadAll(response.Body)',
      '\tfmt.Println(response.Status, string(answer))',
      '}',
    ]
    return { text: text.join('\n'), notes: notes(request) }
  },
}

/** If the method expects a body, Go announces an empty one itself. An empty reader would be sent chunked. */
function hasBytes({ body }: ExportRequest): boolean {
  return body.byteLength > 0
}

function goBody(request: ExportRequest): { imports: string[]; lines: string[] } {
  const { text, body } = request
  if (!hasBytes(request)) return { imports: [], lines: [] }
  if (text !== null) return { imports: [], lines: [`\tbody := []byte(${quotedUtf32(text)})`] }
  // Go's decoder skips line breaks.
  const lines = [`\tbody, _ := base64.StdEncoding.DecodeString(\`${base64Lines(body)}\`)`]
  return { imports: ['encoding/base64'], lines }
}

/** A Go string holds bytes, so each wire character becomes one byte. */
function goBytes(latin1: string): string {
  return quotedUtf32(latin1)
    .replace(/\\u00([89a-f][0-9a-f])/g, '\\x$1')
    .replace(/[\x80-\xff]/g, (char) => `\\x${char.charCodeAt(0).toString(16)}`)
}

/** Go writes `scheme:` before an opaque part that starts with `//`. With the host included, it is the absolute form. */
function opaque({ host, target }: ExportRequest): string {
  return target.startsWith('//') ? `//${host}${target}` : target
}

/** An empty User-Agent suppresses Go's own. */
function headerLines({ headers }: ExportRequest): string[] {
  const values = new Map<string, string[]>()
  for (const [name, value] of headers) values.set(name, [...(values.get(name) ?? []), value])
  if (!headers.some(([name]) => name === 'User-Agent')) values.set('User-Agent', [''])
  return Array.from(values, ([name, list]) => `\t\t\t${quotedUtf32(name)}: {${list.map(goBytes).join(', ')}},`)
}

function notes({ notes, scheme, target }: ExportRequest): string[] {
  return [
    ...notes,
    'Go sends headers sorted by name.',
    ...(target.startsWith('//') ? ['Go sends this target in absolute form, because it starts with //.'] : []),
    ...(scheme === 'https' ? ['Over HTTP/2 Go sends names in lower case.'] : []),
  ]
}
