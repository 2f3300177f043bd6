import type { Pattern } from '#lib/core/filter/filter'
import { wholeText } from '#lib/core/filter/find-pattern'
import type { FactTerm } from '#lib/core/filter/prefilter'
import { knownSenders } from '#lib/senders/index'
import type { Lowered } from './query'

/** A part of a WHERE clause and its arguments. */
export type Condition = { sql: string; args: (number | string)[] }

/** SQL conditions on a row of "CaptureFacts" f, for the lists of terms that SQL can check. A row that fails one certainly does not match. */
export function factConditions(facts: readonly (readonly FactTerm[])[], lowered: Lowered): Condition[] {
  return facts.flatMap((terms) => {
    const each = terms.map((term) => conditionOf(term, lowered))
    return each.every((condition) => condition !== null) ? [anyOf(each)] : []
  })
}

/** null if only the filter itself can decide: lower case in the database and in the filter agree for ASCII, but not for other letters. */
function conditionOf({ field, pattern }: FactTerm, lowered: Lowered): Condition | null {
  if (pattern === null) return { sql: 'f."provider" IS NOT NULL', args: [] }
  if (pattern.some((piece) => /[^\x20-\x7e]/.test(piece))) return null
  switch (field) {
    case 'message':
      return isText('f."messageId"', pattern)
    case 'event':
      return anyOf([isLowered('f."event"', pattern, lowered), isLowered('f."event"', below(pattern), lowered)])
    case 'provider':
      return anyOf([isLowered('f."provider"', pattern, lowered), ...namedSo(pattern)])
  }
}

/** `issues` also matches `issues.opened`. */
function below(pattern: Pattern): Pattern {
  return [...pattern.slice(0, -1), `${pattern.at(-1)}.`, '']
}

/** A filter may also name a sender by its label, which is not stored. */
function namedSo(pattern: Pattern): Condition[] {
  const find = wholeText(pattern)
  const ids = Object.values(knownSenders).flatMap(({ id, label }) => (find(label) ? [id] : []))
  return ids.length === 0 ? [] : [{ sql: `f."provider" IN (${ids.map(() => '?').join(', ')})`, args: ids }]
}

function isLowered(column: string, pattern: Pattern, lowered: Lowered): Condition {
  const pieces = pattern.map((piece) => piece.toLowerCase())
  const condition = isText(lowered(column), pieces)
  // In lower case, a non-ASCII letter may begin with an ASCII one, as İ does. Such texts are left to the filter.
  return pieces.length === 1 ? condition : anyOf([condition, { sql: `length(${column}) <> octet_length(${column})`, args: [] }])
}

function isText(expression: string, pattern: Pattern): Condition {
  if (pattern.length === 1) return { sql: `${expression} = ?`, args: [pattern[0]!] }
  const like = pattern.map((piece) => piece.replace(/[\\%_]/g, '\\$&')).join('%')
  return { sql: `${expression} LIKE ? ESCAPE '\\'`, args: [like] }
}

function anyOf(conditions: readonly Condition[]): Condition {
  return { sql: `(${conditions.map(({ sql }) => sql).join(' OR ')})`, args: conditions.flatMap(({ args }) => args) }
}
