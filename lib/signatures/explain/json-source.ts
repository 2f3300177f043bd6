/**
 * JSON as it is written: key order, duplicate keys and the spelling of numbers and strings are kept. `raw` of a string is the text between
 * its quotes.
 */
export type JsonSource =
  | { type: 'word'; raw: string }
  | { type: 'number'; raw: string }
  | { type: 'string'; raw: string }
  | { type: 'array'; items: JsonSource[] }
  | { type: 'object'; members: { key: string; value: JsonSource }[] }

const DEPTH_MAX = 200
const TOKEN = /[ \t\r\n]*(?:([[\]{},:])|"([^"\\]*(?:\\.[^"\\]*)*)"|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/y

/** null if `text` is not an object or an array, or is nested too deeply. */
export function readJsonSource(text: string): JsonSource | null {
  if (!/^\s*[[{]/.test(text)) return null
  const token = new RegExp(TOKEN)
  let at = 0
  const next = () => {
    token.lastIndex = at
    const match = token.exec(text)
    if (match) at = token.lastIndex
    return match
  }
  try {
    const value = readValue(next, 0)
    return /^\s*$/.test(text.slice(at)) ? value : null
  } catch {
    return null
  }
}

type Next = () => RegExpExecArray | null

function readValue(next: Next, depth: number, first: RegExpExecArray | null = next()): JsonSource {
  if (first === null || depth > DEPTH_MAX) throw new SyntaxError()
  const [, mark, string, number, word] = first
  if (string !== undefined) return { type: 'string', raw: string }
  if (number !== undefined) return { type: 'number', raw: number }
  if (word !== undefined) return { type: 'word', raw: word }
  if (mark === '[') return { type: 'array', items: readItems(next, depth) }
  if (mark === '{') return { type: 'object', members: readMembers(next, depth) }
  throw new SyntaxError()
}

function readItems(next: Next, depth: number): JsonSource[] {
  const items: JsonSource[] = []
  let token = next()
  while (token?.[1] !== ']' || items.length > 0) {
    items.push(readValue(next, depth + 1, token))
    const mark = next()?.[1]
    if (mark === ']') return items
    if (mark !== ',') throw new SyntaxError()
    token = next()
  }
  return items
}

function readMembers(next: Next, depth: number): { key: string; value: JsonSource }[] {
  const members: { key: string; value: JsonSource }[] = []
  let token = next()
  while (token?.[1] !== '}' || members.length > 0) {
    const key = token?.[2]
    if (key === undefined || next()?.[1] !== ':') throw new SyntaxError()
    members.push({ key, value: readValue(next, depth + 1) })
    const mark = next()?.[1]
    if (mark === '}') return members
    if (mark !== ',') throw new SyntaxError()
    token = next()
  }
  return members
}

/** How JSON is written. `string` gets the text between the quotes, `number` the digits. */
export type JsonStyle = {
  comma?: string
  colon?: string
  /** The indentation of one level; omitted: everything on one line. */
  indent?: string
  sortKeys?: boolean
  string?(raw: string): string
  number?(raw: string): string
}

export function writeJson(
  source: JsonSource,
  { comma = ',', colon = ':', indent, sortKeys = false, string = same, number = same }: JsonStyle,
): string {
  const write = (value: JsonSource, margin: string): string => {
    switch (value.type) {
      case 'word':
        return value.raw
      case 'number':
        return number(value.raw)
      case 'string':
        return `"${string(value.raw)}"`
      case 'array':
        return wrapped('[', ']', value.items, margin, (item, inner) => write(item, inner))
      case 'object': {
        const members = sortKeys ? [...value.members].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)) : value.members
        return wrapped(
          '{',
          '}',
          members,
          margin,
          (member, inner) => `"${string(member.key)}"${colon}${write(member.value, inner)}`,
        )
      }
    }
  }
  const wrapped = <T>(
    open: string,
    close: string,
    all: readonly T[],
    margin: string,
    one: (each: T, inner: string) => string,
  ): string => {
    if (all.length === 0) return open + close
    if (indent === undefined) return open + all.map((each) => one(each, margin)).join(comma) + close
    const inner = margin + indent
    return `${open}\n${inner}${all.map((each) => one(each, inner)).join(`,\n${inner}`)}\n${margin}${close}`
  }
  return write(source, '')
}

const same = (raw: string) => raw
