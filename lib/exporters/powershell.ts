import { toBase64 } from '#lib/core/content'
import type { Exporter, ExportRequest } from './exporter'
import { isVisible, replaceHidden } from './quote'
import { escapeNotes, joinedNotes, requestUrl } from './request-facts'

/**
 * Headers that .NET keeps with the content instead of the request.
 * https://learn.microsoft.com/dotnet/api/system.net.http.headers.httpcontentheaders
 */
const CONTENT_HEADER = /^(?:allow|content-(?:disposition|encoding|language|location|md5|range|type)|expires|last-modified)$/i

/**
 * PowerShell 7 through .NET's HttpClient, because Invoke-WebRequest rewrites headers and guesses encodings.
 * @see https://learn.microsoft.com/dotnet/api/system.net.http.httpclient
 */
export const powershell: Exporter = {
  id: 'powershell',
  label: 'PowerShell',
  language: 'powershell',
  write(request) {
    const hasContent = request.hasBody || request.headers.some(([name]) => CONTENT_HEADER.test(name))
    const lines = [
      'Add-Type -AssemblyName System.Net.Http',
      `$request = [System.Net.Http.HttpRequestMessage]::new(${psText(request.method)}, ${psText(requestUrl(request))})`,
      ...(hasContent
        ? [`[byte[]]$body = ${psBody(request)}`, '$request.Content = [System.Net.Http.ByteArrayContent]::new($body)']
        : []),
      ...request.headers.map(([name, value]) => {
        const list = CONTENT_HEADER.test(name) ? '$request.Content.Headers' : '$request.Headers'
        return `[void]${list}.TryAddWithoutValidation(${psText(name)}, ${psText(value)})`
      }),
      '$handler = [System.Net.Http.HttpClientHandler]::new()',
      '$handler.AllowAutoRedirect = $false',
      '$handler.UseCookies = $false # else a Cookie header is left out',
      '$response = [System.Net.Http.HttpClient]::new($handler).SendAsync($request).GetAwaiter().GetResult()',
      '[int]$response.StatusCode',
      '$response.Content.ReadAsStringAsync().GetAwaiter().GetResult()',
    ]
    return { text: lines.join('\n'), notes: notes(request) }
  },
}

function psBody({ text, body }: ExportRequest): string {
  if (body.byteLength === 0) return '@()'
  return text !== null && isVisible(text.replace(/[\r\n\t]/g, ''))
    ? `[System.Text.Encoding]::UTF8.GetBytes(${psText(text)})`
    : `[System.Convert]::FromBase64String('${toBase64(body)}')`
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '`n', '\r': '`r', '\t': '`t' }

/** PowerShell also treats typographic quotes as quotes. Line breaks are escaped, because an editor may change them. */
function psText(text: string): string {
  if (isVisible(text)) return `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`
  const escaped = text.replace(/[`$"\u201c-\u201e]/g, '`$&')
  return `"${replaceHidden(escaped, (char) => ESCAPES[char] ?? `$([char]::ConvertFromUtf32(${char.codePointAt(0)}))`)}"`
}

function notes(request: ExportRequest): string[] {
  const { body, headers, method } = request
  const names = headers.filter(([, value]) => /[\x80-\xff]/.test(value)).map(([name]) => name)
  return [
    ...request.notes,
    ...escapeNotes(request, '.NET'),
    ...joinedNotes(request, '.NET'),
    ...(names.length > 0 ? [`.NET refuses bytes over 0x7F in header values: ${names.join(', ')}.`] : []),
    ...(method === 'GET' && body.byteLength > 0 ? ['Windows PowerShell 5 refuses a body with GET; PowerShell 7 sends it.'] : []),
    '.NET sends Content-Type and the other content headers after the rest.',
  ]
}
