import { literalEnd, numberEnd, skipSpace, stringEnd } from '../json-lexer'
import { unwrapBytes } from './encodings'
import { arrayFrame, type Frame, objectFrame, type Span, type Value } from './json-frames'
import { REDACTED } from './names'
import { type Budget, pauseIsDue, type Steps, spend, UnreadableError } from './steps'

/** Deeper nesting throws `too_deep`. */
const DEPTH_MAX = 100

/** Cost of reading a token, in characters of the budget. */
const TOKEN_CHARS = 8

/** Replaces `text.slice(start, end)` with `text`. */
type Edit = Span & { text: string }
type Options = {
  /** How many encodings were opened to get to this text. */
  wrappings: number
  /** Accept a lone string, number or literal as JSON, not only objects and arrays. */
  anyValue?: boolean
  /** Redacts a text that the JSON contains, which may be JSON again. */
  redactString(text: string, wrappings: number, budget: Budget): Steps<string>
}

/**
 * Redacts JSON, or one JSON value per line. null if `text` is not strictly valid (RFC 8259). White space, the spelling of numbers, order and
 * duplicate names are kept. A masked value of any type becomes the string `REDACTED`.
 * @throws {UnreadableError} if it is nested too deeply or the budget is spent
 */
export function* redactJson(text: string, options: Options, budget: Budget): Steps<string | null> {
  const edits: Edit[] = []
  let at = skipSpace(text, text.startsWith('\ufeff') ? 1 : 0)
  if (!options.anyValue && text[at] !== '{' && text[at] !== '[') return null
  do {
    const end = yield* readValue(text, at, edits, options, budget)
    if (end < 0) return null
    at = skipSpace(text, end)
    if (at === text.length) return yield* applyEdits(text, edits, budget)
    if (!/[\r\n]/.test(text.slice(end, at))) return null
  } while (text[at] === '{' || text[at] === '[')
  return null
}

/** Reads one value and adds replacements to `edits`. Returns its end, or -1 if it is not JSON. Not recursive, so depth costs no stack. */
function* readValue(text: string, from: number, edits: Edit[], options: Options, budget: Budget): Steps<number> {
  const frames: Frame[] = []
  const isObject: boolean[] = []
  const names: string[] = []
  let at = from
  let expected: 'value' | 'first' | 'key' | 'next' = 'value'
  for (;;) {
    at = skipSpace(text, at)
    spend(budget, TOKEN_CHARS)
    if (pauseIsDue(budget)) yield
    const char = text[at]
    const inObject = isObject.at(-1) === true
    let value: Value | null = null
    if ((expected === 'first' || expected === 'next') && frames.length > 0 && char === (inObject ? '}' : ']')) {
      at += 1
      const frame = frames.pop()!
      isObject.pop()
      const under = isObject.at(-1) ? names.at(-1)! : ''
      value = yield* closed(text, frame, { start: frame.start, end: at, under }, inObject, edits, options, budget)
    } else if (expected === 'next') {
      if (char !== ',') return -1
      at += 1
      expected = inObject ? 'key' : 'value'
      continue
    } else if (inObject && expected !== 'value') {
      const key = readString(text, at)
      if (!key) return -1
      yield* cleanString(key, edits, options, budget)
      at = skipSpace(text, key.end)
      if (text[at] !== ':') return -1
      names.push(key.text!)
      at += 1
      expected = 'value'
      continue
    } else if (char === '{' || char === '[') {
      if (frames.length === DEPTH_MAX) throw new UnreadableError('too_deep')
      frames.push(char === '{' ? objectFrame(at) : arrayFrame(at))
      isObject.push(char === '{')
      at += 1
      expected = 'first'
      continue
    } else {
      value = char === '"' ? readString(text, at) : readLiteral(text, at)
      if (!value) return -1
      if (value.kind === 'string') yield* cleanString(value, edits, options, budget)
      at = value.end
    }
    expected = 'next'
    const frame = frames.at(-1)
    if (!frame) return at
    frame.take(value, isObject.at(-1) ? names.pop()! : '')
  }
}

function* closed(
  text: string,
  frame: Frame,
  { under, ...span }: Span & { under: string },
  isObject: boolean,
  edits: Edit[],
  options: Options,
  budget: Budget,
): Steps<Value> {
  for (const member of frame.close(under)) mask(text, member, edits)
  if (frame.bytes && (yield* bytesHoldSecret(text.slice(span.start, span.end), options, budget))) mask(text, span, edits)
  const { holdsName, names, headOf, length } = frame
  return { ...span, text: null, kind: isObject ? 'object' : 'array', holdsName, names, headOf, length }
}

/** `list`: a JSON array of bytes, as Node serialises a Buffer. */
function* bytesHoldSecret(list: string, { wrappings, redactString }: Options, budget: Budget): Steps<boolean> {
  spend(budget, list.length)
  const inside = unwrapBytes(Uint8Array.from(JSON.parse(list) as number[]))
  if ('packed' in inside) return true
  const text = 'text' in inside ? inside.text : inside.binary
  return (yield* redactString(text, wrappings + 1, budget)) !== text
}

function* cleanString(value: Value, edits: Edit[], { wrappings, redactString }: Options, budget: Budget): Steps<void> {
  const text = value.text!
  if (text.length < 12 && /^[\w .,/+-]*$/.test(text)) return
  const clean = yield* redactString(text, wrappings, budget)
  if (clean !== text) edits.push({ start: value.start, end: value.end, text: JSON.stringify(clean) })
}

/** null, booleans and the empty string are not credentials, so they are not masked. */
function mask(text: string, { start, end }: Span, edits: Edit[]): void {
  if (!/^(?:null|true|false|"")$/.test(text.slice(start, Math.min(end, start + 6)))) {
    edits.push({ start, end, text: `"${REDACTED}"` })
  }
}

/** Edits may be nested, when a masked object contains masked members. The outer one counts, and the later of two for the same span. */
function* applyEdits(text: string, edits: Edit[], budget: Budget): Steps<string> {
  if (edits.length === 0) return text
  edits.reverse().sort((a, b) => a.start - b.start || b.end - a.end)
  const parts: string[] = []
  let at = 0
  for (const { start, end, text: clean } of edits) {
    if (start < at) continue
    parts.push(text.slice(at, start), clean)
    at = end
    spend(budget, 1)
    if (pauseIsDue(budget)) yield
  }
  parts.push(text.slice(at))
  return parts.join('')
}

function readString(text: string, start: number): Value | null {
  const end = stringEnd(text, start)
  if (end < 0) return null
  const inside = text.slice(start + 1, end - 1)
  return { start, end, text: inside.includes('\\') ? (JSON.parse(`"${inside}"`) as string) : inside, kind: 'string' }
}

/** No program writes longer numbers. */
const NUMBER_CHARS_MAX = 1000

function readLiteral(text: string, start: number): Value | null {
  const literal = literalEnd(text, start)
  if (literal >= 0) return { start, end: literal, text: text.slice(start, literal), kind: 'literal' }
  const end = numberEnd(text, start)
  return end < 0 || end - start > NUMBER_CHARS_MAX ? null : { start, end, text: text.slice(start, end), kind: 'number' }
}
