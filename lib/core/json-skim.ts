/**
 * A JSON object or list that is parsed lazily. One pass over the text records the offsets of the members; a nested value is scanned only when
 * it is read. This takes about a nanosecond per character and little memory, however deeply a sender nests. `JSON.parse` may take a hundred
 * times as long.
 *
 * For valid JSON, values are those of `JSON.parse`: of two members with the same name, the later counts. The grammar is not fully checked:
 * strings and brackets must be closed, but not every comma and number is validated.
 */
export type SkimmedJson = {
  readonly isList: boolean
  /** Number of members or items. */
  readonly length: number
  /** A string, number, boolean, null or another `SkimmedJson`; undefined if there is no such member. In a list, only the first 8 items can be read. */
  get(key: string | number): unknown
  /** Names of an object's members in order, including duplicates. */
  keys(): string[]
}

const ITEMS_MAX = 8

/** null if the text is not a single JSON object or list. A byte order mark and white space around it are accepted. */
export function skimJson(text: string): SkimmedJson | null {
  const start = skipSpace(text, text.charCodeAt(0) === 0xfeff ? 1 : 0)
  const first = text.charCodeAt(start)
  if (first !== OPEN_OBJECT && first !== OPEN_LIST) return null
  let end = text.length
  while (isSpace(text.charCodeAt(end - 1))) end -= 1
  return skimContainer(text, start, end)
}

export function isSkimmedJson(value: unknown): value is SkimmedJson {
  return value instanceof Skimmed
}

/** `places`: four offsets per member: start and end of its name, start and end of its value. */
class Skimmed implements SkimmedJson {
  private nested: Map<number, SkimmedJson | null> | null = null
  constructor(
    private readonly text: string,
    readonly isList: boolean,
    readonly length: number,
    private readonly places: readonly number[],
  ) {}

  get(key: string | number): unknown {
    const at = this.isList ? this.item(key) : this.member(String(key))
    if (at < 0) return undefined
    const [start, end] = [this.places[at + 2]!, this.places[at + 3]!]
    const first = this.text.charCodeAt(start)
    if (first !== OPEN_OBJECT && first !== OPEN_LIST) return readScalar(this.text, start, end)
    this.nested ??= new Map()
    if (!this.nested.has(at)) this.nested.set(at, skimContainer(this.text, start, end))
    return this.nested.get(at) ?? undefined
  }

  keys(): string[] {
    const names: string[] = []
    for (let at = 0; at < this.places.length; at += 4) names.push(this.name(at))
    return names
  }

  private item(key: string | number): number {
    return typeof key === 'number' && key >= 0 && key * 4 < this.places.length ? key * 4 : -1
  }

  private member(key: string): number {
    const { places, text } = this
    const isPlain = !key.includes('\\')
    for (let at = places.length - 4; at >= 0; at -= 4) {
      const start = places[at]!
      const length = places[at + 1]! - start
      if (isPlain && length === key.length ? text.startsWith(key, start) : length > key.length && this.name(at) === key) return at
    }
    return -1
  }

  /** Resolves escapes, because `"\u0061"` is the same name as `"a"`. */
  private name(at: number): string {
    const written = this.text.slice(this.places[at], this.places[at + 1])
    return written.includes('\\') ? String(parse(`"${written}"`) ?? written) : written
  }
}

const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d]
const [QUOTE, BACKSLASH, COLON, COMMA] = [0x22, 0x5c, 0x3a, 0x2c]
const NEVER = -1

/** Scans the container that opens at `start`. null unless its closing bracket is just before `end`. */
function skimContainer(text: string, start: number, end: number): SkimmedJson | null {
  const isList = text.charCodeAt(start) === OPEN_LIST
  const close = isList ? CLOSE_LIST : CLOSE_OBJECT
  const places: number[] = []
  let length = 0
  let at = skipSpace(text, start + 1)
  if (text.charCodeAt(at) === close) return at + 1 === end ? new Skimmed(text, isList, 0, places) : null
  for (;;) {
    let [nameStart, nameEnd] = [at, at]
    if (!isList) {
      if (text.charCodeAt(at) !== QUOTE) return null
      const after = skipString(text, at)
      if (after === NEVER) return null
      nameStart = at + 1
      nameEnd = after - 1
      at = skipSpace(text, after)
      if (text.charCodeAt(at) !== COLON) return null
      at = skipSpace(text, at + 1)
    }
    const valueEnd = skipValue(text, at)
    if (valueEnd === NEVER) return null
    if (!isList || length < ITEMS_MAX) places.push(nameStart, nameEnd, at, valueEnd)
    length += 1
    at = skipSpace(text, valueEnd)
    const next = text.charCodeAt(at)
    if (next === close) return at + 1 === end ? new Skimmed(text, isList, length, places) : null
    if (next !== COMMA) return null
    at = skipSpace(text, at + 1)
  }
}

/** Offset just past the value that begins at `start`, or `NEVER`. */
function skipValue(text: string, start: number): number {
  const first = text.charCodeAt(start)
  if (first === QUOTE) return skipString(text, start)
  if (first === OPEN_OBJECT || first === OPEN_LIST) return skipBrackets(text, start)
  let at = start
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === COMMA || code === CLOSE_OBJECT || code === CLOSE_LIST || isSpace(code)) break
  }
  return at === start ? NEVER : at
}

function skipBrackets(text: string, start: number): number {
  let depth = 0
  let at = start
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      at = skipString(text, at)
      if (at === NEVER) return NEVER
      continue
    }
    at += 1
    if (code === OPEN_OBJECT || code === OPEN_LIST) depth += 1
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      depth -= 1
      if (depth === 0) return at
    }
  }
  return NEVER
}

function skipString(text: string, start: number): number {
  let at = start + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return NEVER
    let before = quote
    while (before > at && text.charCodeAt(before - 1) === BACKSLASH) before -= 1
    if ((quote - before) % 2 === 0) return quote + 1
    at = quote + 1
  }
}

function readScalar(text: string, start: number, end: number): unknown {
  const inside = text.charCodeAt(start) === QUOTE ? text.slice(start + 1, end - 1) : '\\'
  return inside.includes('\\') ? parse(text.slice(start, end)) : inside
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (isSpace(text.charCodeAt(at))) at += 1
  return at
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}
