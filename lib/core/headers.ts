/** Header names and values as on the wire: order, case and duplicates are kept; values with bytes over 0x7F are Latin-1. */
export type RawHeaders = readonly (readonly [name: string, value: string])[]

/**
 * Pairs Node's flat header list, `[name, value, name, value]`, into `RawHeaders`.
 *
 * The captured request keeps this shape to the database and back; nothing else
 * may lower-case, merge or sort it, because a signature check needs it untouched.
 *
 * @throws {RangeError} when the list has an odd length, which Node never sends.
 */
export function pairHeaders(flat: readonly string[]): [string, string][] {
  if (flat.length % 2 !== 0) throw new RangeError(`a flat header list has an even length, not ${flat.length}`)
  const pairs: [string, string][] = []
  for (let i = 0; i < flat.length; i += 2) pairs.push([flat[i]!, flat[i + 1]!])
  return pairs
}

/** The first value of `name` (any case) in a flat header list, or null. */
export function flatHeaderValue(flat: readonly string[], name: string): string | null {
  const wanted = name.toLowerCase()
  for (let i = 0; i < flat.length; i += 2) {
    const each = flat[i]!
    if (each.length === wanted.length && each.toLowerCase() === wanted) return flat[i + 1]!
  }
  return null
}

/** Looks up first values of a flat header list by lower-case name; for many lookups in one list. */
export function flatHeaderIndex(flat: readonly string[]): (name: string) => string | null {
  const first = new Map<string, string>()
  for (let i = 0; i < flat.length; i += 2) {
    const name = flat[i]!.toLowerCase()
    if (!first.has(name)) first.set(name, flat[i + 1]!)
  }
  return (name) => first.get(name) ?? null
}

/** The first value of `name` (any case), or null. */
export function headerValue(headers: RawHeaders, name: string): string | null {
  const wanted = name.toLowerCase()
  return headers.find(([each]) => each.length === wanted.length && each.toLowerCase() === wanted)?.[1] ?? null
}

/** Headers that belong to one connection, not to the message (RFC 9110 section 7.6.1, and the older ones of RFC 2616 section 13.5.1). */
export const HOP_BY_HOP_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Lower-case names that `Connection` lists. They too belong to this hop only (RFC 9110 section 7.6.1). */
function connectionOptions(headers: RawHeaders): ReadonlySet<string> {
  const listed = headers.filter(([name]) => name.toLowerCase() === 'connection').flatMap(([, value]) => value.split(','))
  return new Set(listed.map((name) => name.trim().toLowerCase()))
}

/**
 * The headers that a resend passes on: all but hop-by-hop headers, those that `Connection` names, `host`, `content-length` and `expect`.
 */
export function endToEndHeaders(headers: RawHeaders): [string, string][] {
  const options = connectionOptions(headers)
  const made = new Set(['host', 'content-length', 'expect'])
  return headers
    .filter(([name]) => {
      const lower = name.toLowerCase()
      return !HOP_BY_HOP_HEADERS.has(lower) && !options.has(lower) && !made.has(lower)
    })
    .map(([name, value]) => [name, value])
}

/** A change to one header name: a value replaces all headers of that name; null removes them. */
export type HeaderChange = readonly [name: string, value: string | null]

/**
 * A new value replaces the first header of its name, in the given case, and removes the others; a new name is added at the end. Other
 * headers stay as they are.
 */
export function changeHeaders(headers: RawHeaders, changes: readonly HeaderChange[]): RawHeaders {
  return changes.reduce(changeHeader, headers)
}

function changeHeader(headers: RawHeaders, [name, value]: HeaderChange): RawHeaders {
  const lower = name.toLowerCase()
  const at = headers.findIndex(([each]) => each.toLowerCase() === lower)
  const others = headers.filter(([each]) => each.toLowerCase() !== lower)
  if (value === null) return others
  return at < 0 ? [...headers, [name, value]] : [...others.slice(0, at), [name, value], ...others.slice(at)]
}

/** `token` of RFC 9110 section 5.6.2. */
export function isHeaderName(name: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)
}

/**
 * `field-value` of RFC 9110 section 5.5 as Latin-1: no control characters except the tab, nothing over 0xFF, no white space at the ends.
 */
export function isHeaderValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value) && value === value.trim()
}
