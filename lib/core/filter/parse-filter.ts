import { Cursor, FilterFault } from './cursor'
import { FILTER_LIMITS, type Filter, type ParsedFilter, type Term } from './filter'
import { parseTerm } from './parse-term'

/**
 * Reads a `q`:
 * ```
 * filter := or?                       or  := and ("or" and)*
 * and    := unary ("and"? unary)*     unary := ("not" | "-") unary | "(" or ")" | condition
 * ```
 * Never throws, and reads each character a bounded number of times.
 */
export function parseFilter(text: string): ParsedFilter {
  return parseWithTerms(text, () => {})
}

/** Like `parseFilter`, and calls `onTerm` with each condition and its text as typed, without a `not` before it. */
export function parseWithTerms(text: string, onTerm: (term: Term, typed: string) => void): ParsedFilter {
  if (text.length > FILTER_LIMITS.charsMax) {
    const message = `A filter has at most ${FILTER_LIMITS.charsMax} characters.`
    return { ok: false, error: { message, at: FILTER_LIMITS.charsMax, length: text.length - FILTER_LIMITS.charsMax } }
  }
  const reading = { cursor: new Cursor(text), terms: 0, onTerm }
  try {
    reading.cursor.skipSpace()
    if (reading.cursor.done) return { ok: true, filter: { kind: 'all' } }
    const filter = parseOr(reading, 0)
    if (!reading.cursor.done) reading.cursor.fail('This parenthesis has no opening one.', reading.cursor.at, 1)
    return { ok: true, filter }
  } catch (fault) {
    if (fault instanceof FilterFault) return { ok: false, error: fault.error }
    throw fault
  }
}

type Reading = { cursor: Cursor; terms: number; onTerm(term: Term, typed: string): void }

function parseOr(reading: Reading, depth: number): Filter {
  const parts = [parseAnd(reading, depth)]
  while (keyword(reading.cursor, 'or')) parts.push(parseAnd(reading, depth))
  return group('or', parts)
}

function parseAnd(reading: Reading, depth: number): Filter {
  const { cursor } = reading
  const parts = [parseUnary(reading, depth)]
  for (;;) {
    const hasAnd = keyword(cursor, 'and')
    if (!hasAnd && (cursor.done || cursor.peek(')') || peekKeyword(cursor, 'or'))) return group('and', parts)
    parts.push(parseUnary(reading, depth))
  }
}

/** Flattens parts of the same kind: `(a b) c` is `a b c`. */
function group(kind: 'and' | 'or', parts: readonly Filter[]): Filter {
  if (parts.length === 1) return parts[0]!
  return { kind, parts: parts.flatMap((part) => (part.kind === kind ? part.parts : [part])) }
}

function parseUnary(reading: Reading, depth: number): Filter {
  const { cursor } = reading
  const start = cursor.at
  if (depth > FILTER_LIMITS.depthMax) cursor.fail('This is nested too deeply.', start, 1)
  if (keyword(cursor, 'not') || (/^-[^\s]/.test(cursor.text.slice(start, start + 2)) && cursor.take('-'))) {
    return { kind: 'not', part: parseUnary(reading, depth + 1) }
  }
  if (cursor.take('(')) return parseGroup(reading, depth, start)
  for (const word of ['and', 'or'] as const) {
    if (peekKeyword(cursor, word)) cursor.fail(`Expected a condition before “${word}”; quote it to search for the word.`, start)
  }
  if (cursor.done || cursor.peek(')')) cursor.fail('Expected a condition here.', start, cursor.done ? 0 : 1)
  if (++reading.terms > FILTER_LIMITS.termsMax) cursor.fail(`A filter has at most ${FILTER_LIMITS.termsMax} conditions.`, start)
  const from = cursor.at
  const term = parseTerm(cursor)
  reading.onTerm(term, cursor.text.slice(from, cursor.at))
  cursor.skipSpace()
  return term
}

function parseGroup(reading: Reading, depth: number, start: number): Filter {
  const { cursor } = reading
  cursor.skipSpace()
  const inner = parseOr(reading, depth + 1)
  if (!cursor.take(')')) cursor.fail('This parenthesis is not closed.', start, 1)
  cursor.skipSpace()
  return inner
}

function peekKeyword(cursor: Cursor, word: string): boolean {
  const { text, at } = cursor
  return (
    text.slice(at, at + word.length).toLowerCase() === word &&
    /^[\s()]?$/.test(text.slice(at + word.length, at + word.length + 1))
  )
}

function keyword(cursor: Cursor, word: string): boolean {
  if (!peekKeyword(cursor, word)) return false
  cursor.at += word.length
  cursor.skipSpace()
  return true
}
