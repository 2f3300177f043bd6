import { parseDuration, parseSize, parseTime } from './amounts'
import type { Cursor } from './cursor'
import { FIELDS, FORWARD_MARKS, HAS, IS, SIGNATURE_MARKS } from './fields'
import type { Comparison, JsonLiteral, NumberField, Pattern, Term } from './filter'
import { parseJsonPath } from './json-path'

const FIELD = /([A-Za-z][A-Za-z-]*)(?=:|==|!=|>=|<=|[><=])/y
const HEADER_NAME = /header\.([!#$%&'*+.^_`|~0-9A-Za-z-]+)/iy
const QUERY_NAME = /query\.([^\s:()"=<>!]+)/iy
const COMPARISON = /==|!=|>=|<=|[><=]/y

/** Reads one condition. @throws {FilterFault} */
export function parseTerm(cursor: Cursor): Term {
  if (/^\$(?:[.[:><=!\s)]|$)/.test(cursor.text.slice(cursor.at, cursor.at + 2))) return jsonTerm(cursor, 1)
  if (/^body[.[]/i.test(cursor.text.slice(cursor.at, cursor.at + 5))) return jsonTerm(cursor, 4)
  const header = cursor.match(HEADER_NAME)
  if (header) return { kind: 'named', of: 'header', name: header[1]!.toLowerCase(), pattern: namedPattern(cursor) }
  const query = cursor.match(QUERY_NAME)
  if (query) return { kind: 'named', of: 'query', name: query[1]!, pattern: namedPattern(cursor) }
  const start = cursor.at
  const name = cursor.match(FIELD)?.[1]
  if (name === undefined) return { kind: 'text', pattern: cursor.pattern('a condition') }
  return fieldTerm(cursor, name, start)
}

function fieldTerm(cursor: Cursor, name: string, start: number): Term {
  const field = name.toLowerCase()
  if (field === 'size' || field === 'seq' || field === 'reply') return numberTerm(cursor, field)
  if (!cursor.take(':')) {
    cursor.at = start // `a>b` and `a=b` are text, unless the field is a number
    return { kind: 'text', pattern: cursor.pattern('a condition') }
  }
  if (field === 'after' || field === 'before') return timeTerm(cursor, field)
  if (field === 'is') return { kind: 'is', what: oneOf(cursor, IS) }
  if (field === 'has') return { kind: 'has', what: oneOf(cursor, HAS) }
  if (field === 'signature') return { kind: 'signature', what: oneOf(cursor, SIGNATURE_MARKS) }
  if (field === 'forward') return forwardTerm(cursor)
  const known = FIELDS[field as keyof typeof FIELDS]
  if (!Object.hasOwn(FIELDS, field))
    cursor.fail(`There is no field “${name}”. To search for this text, put it in quotes.`, start, name.length)
  const pattern = cursor.pattern('a value')
  if (known.kind === 'part') return { kind: 'part', field: known.field, pattern }
  return {
    kind: 'whole',
    field: known.field,
    pattern: known.field === 'method' ? pattern.map((piece) => piece.toUpperCase()) : pattern,
  }
}

function namedPattern(cursor: Cursor): Pattern | null {
  if (cursor.take(':')) return cursor.pattern('a value')
  return cursor.atWordEnd ? null : cursor.fail('Expected “:” and a value, or a space.')
}

/** Spaces around the operator are allowed: `$.amount > 100`. */
function comparison(cursor: Cursor): Comparison | null {
  const start = cursor.at
  cursor.skipSpace()
  const sign = cursor.match(COMPARISON)?.[0]
  if (sign === undefined) {
    cursor.at = start
    return null
  }
  cursor.skipSpace()
  return sign === '=' ? '==' : (sign as Comparison)
}

function jsonTerm(cursor: Cursor, prefixLength: number): Term {
  cursor.at += prefixLength
  const path = parseJsonPath(cursor)
  if (cursor.take(':')) return { kind: 'jsonText', path, pattern: cursor.pattern('a value') }
  const op = comparison(cursor)
  if (op) return { kind: 'jsonIs', path, op, value: literal(cursor) }
  return cursor.atWordEnd
    ? { kind: 'jsonText', path, pattern: null }
    : cursor.fail('Expected an operator such as == or >, or “:”.')
}

/** Without quotes, a number, `true`, `false` and `null` are those values; with quotes, they are text. */
function literal(cursor: Cursor): JsonLiteral {
  const bare = !cursor.peek('"')
  const text = cursor.pattern('a value').join('*')
  if (!bare) return text
  if (text === 'true' || text === 'false') return text === 'true'
  if (text === 'null') return null
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text)) ? Number(text) + 0 : text
}

function numberTerm(cursor: Cursor, field: NumberField): Term {
  cursor.take(':')
  const op = comparison(cursor) ?? '=='
  const { text, start } = word(cursor, field === 'size' ? 'a size such as 10kb' : 'a number')
  const value = field === 'size' ? parseSize(text) : /^\d{1,15}$/.test(text) ? Number(text) : null
  if (value === null)
    cursor.fail(field === 'size' ? 'This is not a size; write 300, 10kb or 1.5mb.' : 'This is not a number.', start)
  return { kind: 'number', field, op, value: value! }
}

function timeTerm(cursor: Cursor, side: 'after' | 'before'): Term {
  const { text, start } = word(cursor, 'a time such as 10m')
  const ago = parseDuration(text)
  if (ago !== null) return { kind: 'time', side, ago }
  const at = parseTime(text)
  if (at === null) cursor.fail('This is not a time; write 90s, 10m, 2h, 7d, or 2026-05-04T10:00 (UTC).', start)
  return { kind: 'time', side, at: at! }
}

/** `dead`, or `staging.dead` for the forward with that name or id. */
function forwardTerm(cursor: Cursor): Term {
  const { text, start } = word(cursor, FORWARD_MARKS.join(', '))
  const dot = text.lastIndexOf('.')
  const what = FORWARD_MARKS.find((mark) => mark === text.slice(dot + 1).toLowerCase())
  if (!what || dot === 0) return cursor.fail(`Expected one of: ${FORWARD_MARKS.join(', ')}; or NAME.dead for one forward.`, start)
  return { kind: 'forward', what, of: dot < 0 ? null : text.slice(0, dot).toLowerCase() }
}

function oneOf<const Word extends string>(cursor: Cursor, words: readonly Word[]): Word {
  const { text, start } = word(cursor, words.join(', '))
  return words.find((each) => each === text.toLowerCase()) ?? cursor.fail(`Expected one of: ${words.join(', ')}.`, start)
}

function word(cursor: Cursor, expected: string): { text: string; start: number } {
  const start = cursor.at
  return { text: cursor.pattern(expected).join('*'), start }
}
