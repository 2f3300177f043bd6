import { decodedUtf8 } from '../content'
import type { Candidate } from './candidate'
import { FORWARD_MARKS } from './fields'
import type { ForwardMark, Pattern, Term } from './filter'
import { partOfLower } from './find-pattern'
import { forwardMark } from './forward-mark'
import { valuesAt } from './json-path'
import { hasFlag, numberOf, signatureMark } from './match-term'
import { shownJson } from './shown-json'

/** A capture that is completely known. */
export type WholeCandidate = Required<Omit<Candidate, 'factsPending'>>

const VALUES_MAX = 5
const CHARS_AROUND = 40

/** The value in the capture that a condition looks at, as JSON; null if there is none. */
export function foundValue(term: Term, candidate: WholeCandidate): string | null {
  const { summary } = candidate
  switch (term.kind) {
    case 'text':
      return shownOrNull(textAround(term.pattern, candidate))
    case 'whole':
      return shownOrNull(wholeField(term.field, candidate), onlyPiece(term.pattern))
    case 'part':
      return shownOrNull(partField(term.field, candidate))
    case 'named':
      return severalOrNull(namedValues(term, candidate), onlyPiece(term.pattern))
    case 'jsonIs':
      return severalOrNull(jsonValues(term.path, candidate), term.value)
    case 'jsonText':
      return severalOrNull(jsonValues(term.path, candidate), onlyPiece(term.pattern))
    case 'number':
      return shownOrNull(numberOf(term.field, summary))
    case 'time':
      return shownJson(summary.receivedAt)
    case 'is':
      return shownJson(hasFlag(term.what, summary))
    case 'signature':
      return shownJson(signatureMark(summary))
    case 'forward':
      return severalOrNull(forwardMarksOf(term.of, candidate))
    case 'has':
      return shownOrNull(hadValue(term.what, candidate))
  }
}

function forwardMarksOf(of: string | null, { forwardMarks }: WholeCandidate): ForwardMark[] {
  const marks = forwardMarks()
  return FORWARD_MARKS.filter((what) => marks.has(forwardMark({ what, of })))
}

function shownOrNull(value: unknown, like?: unknown): string | null {
  return value === null || value === undefined ? null : shownJson(value, like)
}

/** A single value as such; several values (of a repeated header, or of `[*]`) as a list. */
function severalOrNull(values: readonly unknown[], like?: unknown): string | null {
  if (values.length === 0) return null
  return values.length === 1 ? shownJson(values[0], like) : shownJson(values)
}

/** The text of a pattern without wildcards. */
function onlyPiece(pattern: Pattern | null): string | undefined {
  return pattern?.length === 1 ? pattern[0] : undefined
}

function wholeField(field: Extract<Term, { kind: 'whole' }>['field'], { summary }: WholeCandidate): string | null {
  switch (field) {
    case 'method':
    case 'path':
      return summary[field]
    case 'from':
      return summary.remoteAddress
    case 'message':
      return summary.messageId
    case 'crc':
      return summary.bodyCrc32
    case 'provider':
    case 'event':
      return summary.sender?.[field] ?? null
  }
}

function partField(field: Extract<Term, { kind: 'part' }>['field'], { summary, body }: WholeCandidate): string | null {
  switch (field) {
    case 'query':
      return summary.query
    case 'type':
      return summary.contentType
    case 'agent':
      return summary.userAgent
    case 'note':
      return summary.note
    case 'body':
      return body().text() || null
  }
}

function namedValues({ of, name }: Extract<Term, { kind: 'named' }>, { summary, headers }: WholeCandidate): string[] {
  if (of === 'query') return new URLSearchParams(summary.query ?? '').getAll(name)
  return headers()
    .filter(([each]) => each.toLowerCase() === name)
    .map(([, value]) => decodedUtf8(value) ?? value)
}

function jsonValues(path: Extract<Term, { kind: 'jsonIs' }>['path'], { body }: WholeCandidate): unknown[] {
  const json = body().json()
  const values: unknown[] = []
  if (json === undefined) return values
  for (const value of valuesAt(json, path)) {
    values.push(value)
    if (values.length === VALUES_MAX) break
  }
  return values
}

function hadValue(what: Extract<Term, { kind: 'has' }>['what'], { summary, hasDelivery }: WholeCandidate): unknown {
  switch (what) {
    case 'body':
      return summary.bodySize || null
    case 'query':
      return summary.query || null
    case 'note':
      return summary.note
    case 'provider':
      return summary.sender?.provider ?? null
    case 'delivery':
      return hasDelivery() || null
  }
}

/** A short excerpt around the place where free text was found. */
function textAround(pattern: Pattern, { summary, headers, body }: WholeCandidate): string | null {
  const holds = partOfLower(pattern)
  const places = [
    `${summary.method} ${summary.path}${summary.query === null ? '' : `?${summary.query}`}`,
    ...headers().flatMap(([name, value]) => [`${name}: ${value}`, decodedUtf8(`${name}: ${value}`)]),
    summary.note,
    summary.sender?.label,
    summary.sender?.event,
    summary.sender?.summary,
  ]
  const place = places.find((each) => typeof each === 'string' && holds(each.toLowerCase()))
  if (place !== undefined && place !== null) return excerpt(place, pattern)
  return holds(body().lower()) ? excerpt(body().text(), pattern) : null
}

function excerpt(text: string, pattern: Pattern): string {
  const first = pattern.find((piece) => piece !== '')?.toLowerCase() ?? ''
  const at = Math.max(0, text.toLowerCase().indexOf(first))
  const from = Math.max(0, at - CHARS_AROUND)
  const to = at + first.length + CHARS_AROUND
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`
}
