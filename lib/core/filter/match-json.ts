import type { BodyView } from './candidate'
import type { Comparison, Term } from './filter'
import { wholeText } from './find-pattern'
import { valuesAt } from './json-path'

/** `!=` is the opposite of `==`, so it also matches if the path does not exist. */
export function matchJsonIs({ path, op, value }: Extract<Term, { kind: 'jsonIs' }>, json: unknown): boolean {
  if (op === '!=') return !matchJsonIs({ kind: 'jsonIs', path, op: '==', value }, json)
  for (const found of valuesAt(json, path)) {
    if (op === '==' ? found === value : isOrdered(found, op, value)) return true
  }
  return false
}

/**
 * Compares numbers by size, including numbers written as strings. Compares other strings by their characters, which works for ISO times.
 */
function isOrdered(found: unknown, op: Exclude<Comparison, '==' | '!='>, value: unknown): boolean {
  if (typeof value === 'number') {
    const number = typeof found === 'string' && /^-?\d+(?:\.\d+)?$/.test(found) ? Number(found) : found
    return typeof number === 'number' && compare(number, op, value)
  }
  return typeof value === 'string' && typeof found === 'string' && compare(found, op, value)
}

function compare<Value extends string | number>(left: Value, op: Exclude<Comparison, '==' | '!='>, right: Value): boolean {
  if (op === '>') return left > right
  if (op === '>=') return left >= right
  return op === '<' ? left < right : left <= right
}

/** Without a pattern it matches if the path exists, even with the value null. */
export function matchJsonText({ path, pattern }: Extract<Term, { kind: 'jsonText' }>): (body: BodyView) => boolean {
  const find = pattern && wholeText(pattern)
  return (body) => {
    const json = body.json()
    if (json === undefined) return false
    for (const found of valuesAt(json, path)) {
      if (!find || ((typeof found !== 'object' || found === null) && find(String(found)))) return true
    }
    return false
  }
}
