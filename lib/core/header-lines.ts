import { endToEndHeaders, type HeaderChange, isHeaderName, isHeaderValue, type RawHeaders } from '#lib/core/headers'

/** Headers as a person edits them: one `Name: value` per line, in order. */
export function toLines(headers: RawHeaders): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join('\n')
}

export type ParsedLines<T> = { headers: T[]; error: null } | { headers: null; error: string }

const HEADERS_MAX = 500 // the API's

/** Parses `toLines` text. Empty lines are skipped. The error names the first line that cannot be sent. */
export function parseLines(text: string): ParsedLines<[string, string]> {
  const { headers, error } = eachLine(text, parseLine)
  if (headers && headers.length > HEADERS_MAX) return { headers: null, error: `At most ${HEADERS_MAX} headers can be sent` }
  return headers ? { headers, error: null } : { headers, error }
}

/** Like `parseLines`, but a line `-Name` removes that header. */
export function parseChangeLines(text: string): ParsedLines<HeaderChange> {
  return eachLine(text, (line) => (/^-[^:]*$/.test(line) ? parseRemoval(line) : parseLine(line)))
}

export function toChangeLines(changes: readonly HeaderChange[]): string {
  return changes.map(([name, value]) => (value === null ? `-${name}` : `${name}: ${value}`)).join('\n')
}

/** Names of headers in `text` that are set anew for each connection, so they are not sent as written. */
export function replacedHeaders(text: string): string[] {
  const { headers } = parseLines(text)
  return (headers ?? []).map(([name]) => name).filter((name) => endToEndHeaders([[name, '']]).length === 0)
}

function eachLine<T>(text: string, parse: (line: string) => T | string): ParsedLines<T> {
  const headers: T[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const parsed = parse(line.trim())
    if (typeof parsed === 'string') return { headers: null, error: `Line ${index + 1}: ${parsed}` }
    headers.push(parsed)
  }
  return { headers, error: null }
}

function parseLine(line: string): [string, string] | string {
  const colon = line.indexOf(':')
  if (colon < 0) return 'a colon is missing between name and value'
  const [name, value] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
  if (!isHeaderName(name)) return nameFault(name)
  if (!isHeaderValue(value)) return `the value of ${name} holds ${illegalSign(value)}, which a header cannot contain`
  return [name, value]
}

function parseRemoval(line: string): HeaderChange | string {
  const name = line.slice(1).trim()
  return isHeaderName(name) ? [name, null] : nameFault(name)
}

function nameFault(name: string): string {
  return name === '' ? 'the name is missing' : `"${name}" is not a valid header name: use letters, digits and hyphens`
}

/** Names the first illegal character, as in `U+2192 (→)`; a control character only by its number. */
function illegalSign(value: string): string {
  const sign = [...value].find((each) => !isHeaderValue(`x${each}x`)) ?? ''
  const code = `U+${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
  return /\p{C}/u.test(sign) ? code : `${code} (${sign})`
}
