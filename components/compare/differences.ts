import type { RawHeaders } from '#lib/core/headers'

/** One difference between two captures; null: missing on that side. */
export type Difference = {
  place: string
  before: string | null
  after: string | null
  /** A time, an id or a signature, which always differ. */
  usual: boolean
}

/** Differences in the order of `before`, then entries that only `after` has. */
export function mapDifferences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Difference[] {
  const places = new Set([...before.keys(), ...after.keys()])
  const found: Difference[] = []
  for (const place of places) {
    const [old, now] = [before.get(place) ?? null, after.get(place) ?? null]
    if (old !== now) found.push(difference(place, old, now))
  }
  return found
}

export function difference(place: string, before: string | null, after: string | null): Difference {
  return { place, before, after, usual: before !== null && after !== null && isUsual(place, before, after) }
}

/** Parameters by name; a repeated one becomes `name (2)`. */
export function pairMap(pairs: readonly (readonly [string, string])[]): Map<string, string> {
  const map = new Map<string, string>()
  for (const [name, value] of pairs) {
    let place = name
    for (let nth = 2; map.has(place); nth += 1) place = `${name} (${nth})`
    map.set(place, value)
  }
  return map
}

/** By lower-case name. A repeated header is compared as one list. */
export function headerDifferences(before: RawHeaders, after: RawHeaders): Difference[] {
  return mapDifferences(headerMap(before), headerMap(after))
}

function headerMap(headers: RawHeaders): Map<string, string> {
  const map = new Map<string, string>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const earlier = map.get(key)
    map.set(key, earlier === undefined ? value : `${earlier}, ${value}`)
  }
  return map
}

const DEFAULT_PATH =
  /(?:^|[._\-$[\]"])(?:id|.+_id|.+Id|node_id|uuid|guid|nonce|timestamp|signature|etag|sha|before|after|delivery)"?\]?$|(?:_at|At|_time|Time|-signature(?:-256)?|-timestamp|-delivery|-id)"?\]?$|^content-length$|^date$/
const USUAL_VALUE = [
  /^"?\d{4}-\d\d-\d\d[T ]\d\d:\d\d/, // a time
  /^"?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"?$/i, // a UUID
  /^1[5-9]\d{8}(?:\d{3})?$/, // a Unix time of 2017 to 2033
  /^"?[0-9a-f]{32,}"?$/i, // a hash
]

function isUsual(place: string, before: string, after: string): boolean {
  return DEFAULT_PATH.test(place) || USUAL_VALUE.some((pattern) => pattern.test(before) && pattern.test(after))
}
