import type { ExportRequest } from './exporter'

/** The whole URL as ASCII: bytes over 0x7F percent-encoded. */
export function requestUrl({ scheme, host, target }: ExportRequest): string {
  return `${scheme}://${host}${asciiTarget(target)}`
}

/** DEL and bytes over 0x7F percent-encoded, for tools that take printable ASCII only. */
export function asciiTarget(target: string): string {
  return target.replace(/[\x7f-\xff]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Whether URL parsers leave this target alone: no dot segments, no `//` at the start, no empty query, only characters of RFC 3986, whole `%XX`. */
export function isPlainTarget(target: string): boolean {
  if (target.endsWith('?') || !/^\/(?!\/)[A-Za-z0-9\-._~!$&()*+,;=:@/?%]*$/.test(target)) return false
  const path = target.split('?', 1)[0]!
  return !/%(?![0-9A-Fa-f]{2})/.test(target) && !/(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(path)
}

/** Whether percent escapes are already as RFC 3986 section 6.2.2 normalises them: capital digits, and none for what needs none. */
export function hasNormalEscapes(target: string): boolean {
  const escapes = target.match(/%[0-9A-Fa-f]{2}/g) ?? []
  return escapes.every(
    (each) => !/[a-f]/.test(each) && !/[A-Za-z0-9\-._~]/.test(String.fromCharCode(Number.parseInt(each.slice(1), 16))),
  )
}

/** For tools that rewrite other targets. */
export function targetNotes({ target }: ExportRequest, tool: string): string[] {
  return isPlainTarget(target)
    ? []
    : [`${tool} may rewrite the path or query: it contains characters or dots that URL parsers change.`]
}

/** For tools that normalise percent escapes too. */
export function escapeNotes(request: ExportRequest, tool: string): string[] {
  if (!isPlainTarget(request.target)) return targetNotes(request, tool)
  return hasNormalEscapes(request.target)
    ? []
    : [
        `${tool} rewrites percent escapes in the path or query, such as %2f to %2F and %7E to ~. Python, Node and curl send them as captured.`,
      ]
}

/** Lower-case names that stand more than once. */
export function repeatedNames({ headers }: ExportRequest): string[] {
  const names = headers.map(([name]) => name.toLowerCase())
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))]
}

export function hasHeader({ headers }: ExportRequest, name: string): boolean {
  return headers.some(([each]) => each.toLowerCase() === name)
}

/** One value a name, as RFC 9110 section 5.3 joins them (cookies with `; `); the name as it stood first. For tools that take a map. */
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

/** For tools that send one line a name. */
export function joinedNotes(request: ExportRequest, tool: string): string[] {
  const names = repeatedNames(request)
  return names.length === 0 ? [] : [`${tool} sends one line for a header that is repeated: ${names.join(', ')}.`]
}
