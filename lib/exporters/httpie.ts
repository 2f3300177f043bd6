import { utf8Text } from '#lib/core/content'
import type { Exporter, ExportRequest } from './exporter'
import { escapeNotes, hasHeader, requestUrl } from './request-facts'
import { ANSI_NOTE, argumentBody, withPipedBody } from './shell-body'
import { type ShellWord, shellText } from './shell-quote'

/**
 * HTTPie 3. Case, duplicates and the order of the given headers are kept.
 * @see https://httpie.io/docs/cli
 */
export const httpie: Exporter = {
  id: 'httpie',
  label: 'HTTPie',
  language: 'shell',
  write(request) {
    const body = request.hasBody ? argumentBody(request) : null
    const piped = request.hasBody && !body
    const words: ShellWord[] = [shellText(request.method), shellText(requestUrl(request)), ...headerItems(request)]
    const flags = `http --ignore-netrc --path-as-is${piped ? '' : ' --ignore-stdin'}`
    const lines = [flags, ...(body ? [`--raw=${body.word}`] : []), ...words.map(({ word }) => word)]
    const text = lines.join(' \\\n  ')
    const ansi = body?.ansi || words.some((each) => each.ansi)
    return {
      text: piped ? withPipedBody(text, request.body) : text,
      notes: [...request.notes, ...escapeNotes(request, 'HTTPie'), ...headerNotes(request), ...(ansi ? [ANSI_NOTE] : [])],
    }
  },
}

/** `Name:value`, `Name;` for an empty value, `Name:` to remove a header that HTTPie would add. */
function headerItems(request: ExportRequest): ShellWord[] {
  const given = request.headers.map(([name, value]) => (value === '' ? `${name};` : `${name}:${escaped(asText(value) ?? value)}`))
  const own = ['User-Agent', 'Accept', 'Accept-Encoding', 'Content-Type']
  const removed = own.filter((name) => !hasHeader(request, name.toLowerCase())).map((name) => `${name}:`)
  return [...given, ...removed].map(shellText)
}

/** `:=`, `:@` and `==` would mean something else; a backslash before a separator makes it part of the value. */
function escaped(value: string): string {
  return value.replace(/^[=@:]/, '\\$&')
}

/** HTTPie writes header values as UTF-8, so they are exact only if the wire bytes were UTF-8. */
function asText(latin1: string): string | null {
  return utf8Text(Uint8Array.from(latin1, (char) => char.charCodeAt(0)))
}

function headerNotes(request: ExportRequest): string[] {
  const { headers } = request
  const notes: string[] = []
  const own = ['User-Agent', 'Accept-Encoding'].filter((name) => !hasHeader(request, name.toLowerCase()))
  if (own.length > 0) notes.push(`Some versions of HTTPie send their own ${own.join(' and ')}.`)
  const names = (faulty: (value: string) => boolean) => headers.filter(([, value]) => faulty(value)).map(([name]) => name)
  const notUtf8 = names((value) => asText(value) === null)
  if (notUtf8.length > 0) notes.push(`HTTPie sends these header values as UTF-8, which they were not: ${notUtf8.join(', ')}.`)
  const slashed = names((value) => /\\[:=@;]/.test(value))
  if (slashed.length > 0) notes.push(`HTTPie drops a backslash before : = @ ; in: ${slashed.join(', ')}.`)
  return notes
}
