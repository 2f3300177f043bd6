import { type FIELDS, type FieldName, FORWARD_MARKS, HAS, IS, SIGNATURE_MARKS } from './fields'
import { printQuoted } from './print-filter'
import type { SeenValues } from './seen-values'

/** `insert` replaces the word at the caret. A name ends with a colon, so that the value can be typed next; a value ends with a space. */
export type Suggestion = { insert: string; label: string; hint: string }

/** What fits at the caret, best first. A suggestion replaces the text between `from` and `to`. */
export type Suggestions = { from: number; to: number; items: readonly Suggestion[] }

const ITEMS_MAX = 12

export function suggest(text: string, caret: number, seen: SeenValues): Suggestions {
  const { start, end } = wordAround(text, caret)
  const from = start + (text[start] === '-' && end > start + 1 ? 1 : 0)
  const typed = text.slice(from, caret)
  const colon = typed.startsWith('"') ? -1 : typed.indexOf(':')
  const items = colon < 0 ? names(typed, seen, start > 0) : values(typed.slice(0, colon), typed.slice(colon + 1), seen)
  return { from, to: end, items: items.slice(0, ITEMS_MAX) }
}

/** The word that contains the caret or ends at it. Spaces inside quotes do not end a word. */
function wordAround(text: string, caret: number): { start: number; end: number } {
  let start = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (char === '\\') at++
    else if (char === '"') quoted = !quoted
    else if (!quoted && /[\s()]/.test(char)) {
      if (at >= caret) return { start, end: at }
      start = at + 1
    }
  }
  return { start: Math.min(start, caret), end: text.length }
}

const HINTS: Readonly<Record<FieldName, string>> = {
  method: 'POST, GET …',
  path: 'the whole path, * for any text',
  query: 'text in the query',
  type: 'text in the content type',
  body: 'text in the body',
  provider: 'who sent it',
  event: 'the event, as the sender calls it',
  message: 'the sender’s id, the same in every retry',
  crc: 'the CRC-32 of the body',
  from: 'the address it came from',
  agent: 'text in the user agent',
  note: 'text in the note',
  size: '>10kb',
  seq: 'the number of the request',
  reply: 'the status that the sender got: 401, >=500',
  after: '10m, 2h, 2026-05-04',
  before: '1h, 2026-05-04T10:00',
  is: IS.join(', '),
  has: HAS.join(', '),
  signature: SIGNATURE_MARKS.join(', '),
  forward: `${FORWARD_MARKS.join(', ')}, NAME.dead`,
}

function names(typed: string, seen: SeenValues, follows: boolean): Suggestion[] {
  const words = follows ? [word('or', 'either of two'), word('not', 'the opposite')] : [word('not', 'the opposite')]
  const all = [
    ...Object.entries(HINTS).map(([name, hint]) => ({ insert: `${name}:`, label: `${name}:`, hint })),
    ...seen.headerNames.map((name) => ({
      insert: `header.${name}:`,
      label: `header.${name}:`,
      hint: seen.headerValues.get(name)?.[0] ?? '',
    })),
    ...seen.jsonPaths.map((path) => ({ insert: path, label: path, hint: 'in the JSON body' })),
    ...seen.queryNames
      .filter((name) => /^[\w-]+$/.test(name))
      .map((name) => ({ insert: `query.${name}:`, label: `query.${name}:`, hint: 'in the query' })),
    ...words,
  ]
  return ranked(all, typed)
}

function word(text: string, hint: string): Suggestion {
  return { insert: `${text} `, label: text, hint }
}

function values(name: string, typed: string, seen: SeenValues): Suggestion[] {
  const items = known(name.toLowerCase(), seen).map((value) => ({ insert: `${name}:${asValue(value)} `, label: value, hint: '' }))
  return ranked(items, typed.replace(/^"/, ''))
}

function known(name: string, seen: SeenValues): readonly string[] {
  if (name.startsWith('header.')) return seen.headerValues.get(name.slice('header.'.length)) ?? []
  switch (name as keyof typeof FIELDS | 'is' | 'has' | 'signature' | 'forward' | 'after' | 'before' | 'size' | 'reply') {
    case 'method':
      return seen.methods
    case 'path':
      return seen.paths
    case 'type':
      return seen.types
    case 'agent':
      return seen.agents
    case 'from':
      return seen.addresses
    case 'provider':
      return seen.providers
    case 'event':
      return seen.events
    case 'is':
      return IS
    case 'has':
      return HAS
    case 'signature':
      return SIGNATURE_MARKS
    case 'forward':
      return FORWARD_MARKS
    case 'after':
    case 'before':
      return ['10m', '1h', '24h', '7d']
    case 'reply':
      return ['200', '401', '>=400', '>=500']
    case 'size':
      return ['>1kb', '>10kb', '>1mb', '0']
    default:
      return []
  }
}

function asValue(value: string): string {
  return /^[\w./:@+><-]+$/.test(value) ? value : printQuoted([value])
}

/** Labels that start with the typed text come first, then labels that contain it. */
function ranked(items: readonly Suggestion[], typed: string): Suggestion[] {
  const wanted = typed.toLowerCase()
  const begin = items.filter(({ label }) => label.toLowerCase().startsWith(wanted))
  const hold =
    wanted === ''
      ? []
      : items.filter(({ label }) => !begin.some((each) => each.label === label) && label.toLowerCase().includes(wanted))
  return [...begin, ...hold]
}
