import { isHeaderName, isHeaderValue, type RawHeaders } from '#lib/core/headers'

/** Headers as a person edits them: one `Name: value` a line, in order. */
export function toLines(headers: RawHeaders): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join('\n')
}

export type ParsedLines = { headers: [string, string][]; error: null } | { headers: null; error: string }

/** Empty lines are passed over. The first line that cannot be sent is named. */
export function parseLines(text: string): ParsedLines {
  const headers: [string, string][] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const fault = lineFault(line)
    if (fault) return { headers: null, error: `Line ${index + 1}: ${fault}` }
    const colon = line.indexOf(':')
    headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()])
  }
  return { headers, error: null }
}

function lineFault(line: string): string | null {
  const colon = line.indexOf(':')
  if (colon < 0) return 'a colon is missing between name and value'
  const name = line.slice(0, colon).trim()
  if (!isHeaderName(name)) return `"${name}" is not a legal header name`
  if (!isHeaderValue(line.slice(colon + 1).trim())) return `the value of ${name} holds a character that a header cannot carry`
  return null
}
