import { printDuration } from './amounts'
import type { Filter, JsonLiteral, Pattern, Term } from './filter'
import { forwardMark } from './forward-mark'
import { printJsonPath } from './json-path'

/** Prints the filter as text that `parseFilter` reads as the same filter. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'all':
      return ''
    case 'or':
      return filter.parts.map(printFilter).join(' or ')
    case 'and':
      return filter.parts.map((part) => (part.kind === 'or' ? `(${printFilter(part)})` : printFilter(part))).join(' ')
    case 'not': {
      const grouped = filter.part.kind === 'or' || filter.part.kind === 'and'
      return grouped ? `not (${printFilter(filter.part)})` : `not ${printFilter(filter.part)}`
    }
    default:
      return printTerm(filter)
  }
}

function printTerm(term: Term): string {
  switch (term.kind) {
    case 'text':
      return printText(term.pattern)
    case 'whole':
    case 'part':
      return `${term.field}:${printValue(term.pattern)}`
    case 'named':
      return `${term.of}.${term.name}${term.pattern ? `:${printValue(term.pattern)}` : ''}`
    case 'jsonText':
      return `${printJsonPath(term.path)}${term.pattern ? `:${printValue(term.pattern)}` : ''}`
    case 'jsonIs':
      return `${printJsonPath(term.path)}${term.op}${printLiteral(term.value)}`
    case 'number':
      return `${term.field}:${term.op === '==' ? '' : term.op}${term.value}`
    case 'time':
      return `${term.side}:${'ago' in term ? printDuration(term.ago) : new Date(term.at).toISOString()}`
    case 'is':
    case 'has':
    case 'signature':
      return `${term.kind}:${term.what}`
    case 'forward':
      return `forward:${printValue([forwardMark(term)])}`
  }
}

/** Without quotes only if nobody could mistake it for a field, a keyword or an operator. */
function printText(pattern: Pattern): string {
  const text = pattern.join('*')
  return /^[A-Za-z0-9_*]+$/.test(text) && !/^(?:and|or|not)$/i.test(text) && pattern.every(isBare) ? text : printQuoted(pattern)
}

function printValue(pattern: Pattern): string {
  return pattern.join('*') !== '' && pattern.every(isBare) ? pattern.join('*') : printQuoted(pattern)
}

function isBare(piece: string): boolean {
  return /^[\w./:@+-]*$/.test(piece)
}

/** The pattern in quotes, escaped for use in a filter. */
export function printQuoted(pattern: Pattern): string {
  return `"${pattern.map(escapePiece).join('*')}"`
}

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escapePiece(piece: string): string {
  return piece.replace(/[\\"*]/g, '\\$&').replace(/[\n\r\t]/g, (char) => NAMED[char]!)
}

function printLiteral(value: JsonLiteral): string {
  return typeof value === 'string' ? printQuoted([value]) : String(value)
}
