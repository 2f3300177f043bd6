import type { ExportRequest } from './exporter'

/** The absolute URL in ASCII: bytes over 0x7F are percent-encoded. */
export function requestUrl({ scheme, host, target }: ExportRequest): string {
  return `${scheme}://${host}${asciiTarget(target)}`
}

/** Percent-encodes DEL and bytes over 0x7F, for tools that accept only printable ASCII. */
export function asciiTarget(target: string): string {
  return target.replace(/[\x7f-\xff]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

/**
 * Whether URL parsers leave this target unchanged: no dot segments, no leading `//`, no empty query, only characters of RFC 3986, complete
 * `%XX`.
 */
export function isPlainTarget(target: string): boolean {
  if (target.endsWith('?') || !/^\/(?!\/)[A-Za-z0-9\-._~!$&()*+,;=:@/?%]*$/.test(target)) return false
  const path = target.split('?', 1)[0]!
  return !/%(?![0-9A-Fa-f]{2})/.test(target) && !/(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(path)
}

/** Whether percent escapes are normalised (RFC 3986 section 6.2.2): upper-case hex digits, and no escapes of unreserved characters. */
export function hasNormalEscapes(target: string): boolean {
  const escapes = target.match(/%[0-9A-Fa-f]{2}/g) ?? []
  return escapes.every(
    (each) => !/[a-f]/.test(each) && !/[A-Za-z0-9\-._~]/.test(String.fromCharCode(Number.parseInt(each.slice(1), 16))),
  )
}

/** For tools that rewrite targets that are not plain. */
export function targetNotes({ target }: ExportRequest, tool: string): string[] {
  return isPlainTarget(target)
    ? []
    : [`${tool} may rewrite the path or query: it contains characters or dots that URL parsers change.`]
}

/** For tools that also normalise percent escapes. */
export function escapeNotes(request: ExportRequest, tool: string): string[] {
  if (!isPlainTarget(request.target)) return targetNotes(request, tool)
  return hasNormalEscapes(request.target)
    ? []
    : [
        `${tool} rewrites percent escapes in the path or query, such as %2f to %2F and %7E to ~. Python, Node and curl send them as captured.`,
      ]
}

/** Names, in lower case, that appear more than once. */
export function repeatedNames({ headers }: ExportRequest): string[] {
  const names = headers.map(([name]) => name.toLowerCase())
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))]
}

export function hasHeader({ headers }: ExportRequest, name: string): boolean {
  return headers.some(([each]) => each.toLowerCase() === name)
}

/** One value per name, joined as in RFC 9110 section 5.3 (cookies with `; `), under the first spelling. For tools that take a map. */
export function joinedHeaders({ headers }: ExportRequest): [name: string, value: string][] {
  const joined = new Map<string, [string, string]>()
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    const known = joined.get(lower)
    if (known) known[1] += `${lower === 'cookie' ? '; ' : ', '}${value}`
    else joined.set(lower, [name, value])
  }
  return [...joined.values()]
}

/** For tools that send one line per name. */
export function joinedNotes(request: ExportRequest, tool: string): string[] {
  const names = repeatedNames(request)
  return names.length === 0 ? [] : [`${tool} sends one line for a header that is repeated: ${names.join(', ')}.`]
}
