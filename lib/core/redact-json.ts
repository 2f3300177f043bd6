import { isSecretName, REDACTED } from './redact-names'
import { redactText } from './redact-text'

/** Deeper nesting is not taken apart: the caller withholds the whole. */
const DEPTH_MAX = 100
/** JSON inside a string inside JSON (AWS SNS wraps its messages so). */
const NESTED_MAX = 5

/** What takes the place of `text.slice(start, end)`. */
type Edit = { start: number; end: number; text: string }
/** One member of an object: where its value stands, and that value where it is a string. */
type Member = { name: string; start: number; end: number; text: string | null }

/**
 * A JSON object or array without its credentials, or null where `text` is neither. White space, number spelling, order and
 * duplicate names stay as they were; a masked value, of whatever type, becomes the string `REDACTED`.
 */
export function redactJson(text: string, nested = 0): string | null {
  if (nested > NESTED_MAX || !/^\s*[[{]/.test(text) || !isJson(text)) return null
  const edits: Edit[] = []
  const reader = createReader(text, edits, nested)
  return reader.read() ? applyEdits(text, edits) : null
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Edits may lie inside others, as a masked object holds masked members: the outer one counts, and of two at one place the later. */
function applyEdits(text: string, edits: Edit[]): string {
  edits.reverse().sort((a, b) => a.start - b.start || b.end - a.end)
  let result = ''
  let at = 0
  for (const { start, end, text: clean } of edits) {
    if (start < at) continue
    result += text.slice(at, start) + clean
    at = end
  }
  return result + text.slice(at)
}

/** Walks over text that is known to be JSON and notes what to replace. `read` is false where it nests too deeply. */
function createReader(text: string, edits: Edit[], nested: number): { read(): boolean } {
  let at = 0

  function skipSpace(): void {
    while (at < text.length && ' \t\n\r'.includes(text[at]!)) at += 1
  }

  /** From the opening quote to behind the closing one. */
  function readString(): string {
    const start = at
    at += 1
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
    at += 1
    return JSON.parse(text.slice(start, at)) as string
  }

  function replaceString(start: number, value: string): void {
    const inner = redactJson(value, nested + 1)
    const clean = inner ?? redactText(value)
    if (clean !== value) edits.push({ start, end: at, text: JSON.stringify(clean) })
  }

  /** The value where it is a string, else null; undefined where it nests too deeply. */
  function readValue(depth: number): string | null | undefined {
    skipSpace()
    const start = at
    if (text[at] === '"') {
      const value = readString()
      replaceString(start, value)
      return value
    }
    if (text[at] === '{' || text[at] === '[') {
      if (depth === DEPTH_MAX) return undefined
      return (text[at] === '{' ? readObject(depth + 1) : readArray(depth + 1)) ? null : undefined
    }
    while (at < text.length && !',]} \t\n\r'.includes(text[at]!)) at += 1
    return null
  }

  function readObject(depth: number): boolean {
    const members: Member[] = []
    at += 1
    for (skipSpace(); text[at] !== '}'; skipSpace()) {
      if (text[at] === ',') at += 1
      skipSpace()
      const nameStart = at
      const name = readString()
      replaceString(nameStart, name)
      skipSpace()
      at += 1 // the colon
      skipSpace()
      const start = at
      const value = readValue(depth)
      if (value === undefined) return false
      members.push({ name, start, end: at, text: value })
    }
    at += 1
    for (const member of secretMembers(members)) mask(member)
    return true
  }

  function readArray(depth: number): boolean {
    at += 1
    for (skipSpace(); text[at] !== ']'; skipSpace()) {
      if (text[at] === ',') at += 1
      if (readValue(depth) === undefined) return false
    }
    at += 1
    return true
  }

  function mask({ start, end }: Member): void {
    if (!/^(?:null|true|false|"")$/.test(text.slice(start, Math.min(end, start + 6)))) {
      edits.push({ start, end, text: `"${REDACTED}"` })
    }
  }

  return { read: () => readValue(0) !== undefined }
}

const NAMING = /^(?:name|key|field|header|param|property|label|id)$/i
const VALUE = /^(?:value|values|val|content|data|default)$/i

/** Those whose own name says secret, and the value of a pair like `{"name": "password", "value": "…"}`. */
function secretMembers(members: readonly Member[]): Member[] {
  const named = members.some(({ name, text }) => NAMING.test(name) && text !== null && isSecretName(text, 'field'))
  return members.filter(({ name }) => isSecretName(name, 'json') || (named && VALUE.test(name)))
}
