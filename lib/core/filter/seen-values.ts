import type { Capture, CaptureSummary } from '../capture'
import { decodeBytes, utf8Text } from '../content'
import { mediaType } from '../content-type'
import { printJsonPath } from './json-path'

/** What a bin has received, for suggestions. Each list is sorted by frequency, the most frequent first. */
export type SeenValues = {
  methods: readonly string[]
  paths: readonly string[]
  queryNames: readonly string[]
  types: readonly string[]
  agents: readonly string[]
  addresses: readonly string[]
  headerNames: readonly string[]
  /** By name in lower case. */
  headerValues: ReadonlyMap<string, readonly string[]>
  jsonPaths: readonly string[]
  providers: readonly string[]
  events: readonly string[]
}

const VALUES_MAX = 50
const BODIES_MAX = 50
const BODY_CHARS_MAX = 100_000
const PATHS_MAX = 300
const DEPTH_MAX = 6

/** Collects values from rows, and from captures that were opened, because a row has neither headers nor body. */
export function collectSeenValues(rows: readonly CaptureSummary[], opened: readonly Capture[] = []): SeenValues {
  const headers = new Map<string, string[]>()
  for (const [name, value] of opened.flatMap((capture) => capture.headers)) {
    const lower = name.toLowerCase()
    headers.set(lower, [...(headers.get(lower) ?? []), value])
  }
  const senders = rows.flatMap(({ sender }) => sender ?? [])
  return {
    methods: byCount(rows.map(({ method }) => method)),
    paths: byCount(rows.map(({ path }) => path)),
    queryNames: byCount(rows.flatMap(({ query }) => [...new URLSearchParams(query ?? '').keys()])),
    types: byCount(rows.flatMap(({ contentType }) => mediaType(contentType) ?? [])),
    agents: byCount(rows.flatMap(({ userAgent }) => userAgent ?? [])),
    addresses: byCount(rows.map(({ remoteAddress }) => remoteAddress)),
    headerNames: [...headers].sort(([, a], [, b]) => b.length - a.length).map(([name]) => name),
    headerValues: new Map(Array.from(headers, ([name, values]) => [name, byCount(values)])),
    jsonPaths: byCount(opened.slice(0, BODIES_MAX).flatMap(bodyPaths)).slice(0, PATHS_MAX),
    providers: byCount(senders.flatMap(({ provider }) => provider ?? [])),
    events: byCount(senders.flatMap(({ event }) => event ?? [])),
  }
}

function byCount(values: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, VALUES_MAX)
    .map(([value]) => value)
}

function bodyPaths({ body }: Capture): string[] {
  if (body.data.length > BODY_CHARS_MAX) return []
  try {
    const found = new Set<string>()
    collectPaths(JSON.parse(utf8Text(decodeBytes(body)) ?? ''), [], found)
    return [...found]
  } catch {
    return []
  }
}

/** Collects the paths of scalars. All elements of an array share one path. */
function collectPaths(value: unknown, path: readonly (string | { any: true })[], found: Set<string>): void {
  if (found.size >= PATHS_MAX) return
  if (typeof value !== 'object' || value === null) {
    found.add(printJsonPath(path))
  } else if (path.length < DEPTH_MAX) {
    const isList = Array.isArray(value)
    for (const [key, each] of Object.entries(value)) collectPaths(each, [...path, isList ? { any: true } : key], found)
  }
}
