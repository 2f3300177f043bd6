import { nearestWord } from '../nearest-word'
import { FIELDS, type FieldName, OTHER_FIELDS } from './fields'
import { parseFilter } from './parse-filter'

const FIELD_NAMES: readonly string[] = [...Object.keys(FIELDS), ...OTHER_FIELDS]
const MISSES_MAX = 3

/** Names that other tools and APIs use for our fields. */
const OTHER_NAMES: Readonly<Record<string, FieldName>> = {
  address: 'from',
  client: 'from',
  contains: 'body',
  'content-type': 'type',
  contenttype: 'type',
  crc32: 'crc',
  date: 'after',
  eventtype: 'event',
  id: 'message',
  ip: 'from',
  length: 'size',
  messageid: 'message',
  mime: 'type',
  newer: 'after',
  number: 'seq',
  older: 'before',
  payload: 'body',
  remote: 'from',
  sender: 'provider',
  response: 'reply',
  service: 'provider',
  signed: 'signature',
  since: 'after',
  source: 'provider',
  statuscode: 'reply',
  text: 'body',
  time: 'after',
  topic: 'event',
  ua: 'agent',
  until: 'before',
  url: 'path',
  uri: 'path',
  'user-agent': 'agent',
  useragent: 'agent',
  verb: 'method',
  verdict: 'signature',
  webhook: 'event',
}

/** Header names that people write as if they were fields. */
const HEADERS = new Set(['authorization', 'accept', 'cookie', 'host', 'origin', 'referer', 'content-length', 'content-encoding'])
/** Prefixes of a JSON path in other tools: `req.body.amount`, `payload.amount`, `@.amount`. */
const JSON_PREFIX = /^(?:(?:req|request|event|webhook)\.)?(?:body|payload|json|data(?=\.data)|jsonBody)\.|^@?\./i
const TIMES: Readonly<Record<string, string>> = { today: '24h', yesterday: '48h', hour: '1h', day: '24h', week: '7d', now: '1m' }

/**
 * Suggests valid filters that the author of an invalid filter, or of one that finds nothing, may have meant, likeliest first. Most mistakes
 * are the syntax of other tools: `amount>50`, `status=paid`, `header:x`, `&&`, `'single quotes'`.
 */
export function nearMisses(text: string): string[] {
  const words = wordsOf(withoutForeignSyntax(text.trim()))
  const rewritten = words.map(rewrites)
  const best = rewritten.map((choices, i) => choices[0] ?? words[i]!)
  const all = [best.join(' ')]
  rewritten.forEach((choices, i) => {
    for (const choice of choices.slice(1)) all.push([...best.slice(0, i), choice, ...best.slice(i + 1)].join(' '))
  })
  return [...new Set(all)].filter((each) => each !== text.trim() && parseFilter(each).ok).slice(0, MISSES_MAX)
}

/** Translates the syntax of other tools: `a && b || !c`, `a, b`, `amount > 50`, `'x'`. Quoted texts are not changed. */
function withoutForeignSyntax(text: string): string {
  const pieces = text.replace(/[“”„]/g, '"').split(/("(?:\\.|[^"\\])*"?)/)
  return pieces
    .map((piece, i) => (i % 2 === 1 ? piece : foreignPiece(piece)))
    .join('')
    .trim()
}

function foreignPiece(piece: string): string {
  return piece
    .replace(/'([^']*)'/g, '"$1"')
    .replace(/\s*&&\s*/g, ' ')
    .replace(/\s*\|\|\s*/g, ' or ')
    .replace(/(^|[\s(])!(?=[\w$("])/g, '$1-')
    .replace(/;|,(?=\s)/g, ' ')
    .replace(/\s*(===?|!==?|<>|>=|<=|>>+|<<+|=>|=<|=~|[<>=~])\s*(?=[^\s)]|$)/g, (_, sign: string) => comparison(sign))
    .replace(/\b(\w[\w.]*)\s+(?:contains|like|is|equals)\s+(?=[\w"])/gi, '$1:')
}

function comparison(sign: string): string {
  if (sign.startsWith('>>')) return '>'
  if (sign.startsWith('<<')) return '<'
  if (sign === '=>') return '>='
  if (sign === '=<') return '<='
  if (sign.startsWith('!') || sign === '<>') return '!='
  if (sign === '~' || sign === '=~') return ':'
  return sign === '=' || sign.startsWith('==') ? '==' : sign
}

/** Splits a filter into words; spaces inside quotes do not split. */
function wordsOf(text: string): string[] {
  return text.match(/(?:"(?:\\.|[^"\\])*"?|[^\s"])+/g) ?? []
}

/** What one word may have been meant as, likeliest first; empty if it needs no change. */
function rewrites(word: string): string[] {
  const [, open, body, close] = /^([-(]*)(.*?)(\)*)$/s.exec(word)!
  return meanings(body!).map((each) => `${open}${each}${close}`.replace(/^--/, ''))
}

function meanings(word: string): string[] {
  const regex = /^\/(.+[*+?\\^$|[].*)\/[a-z]*$/.exec(word)
  if (regex) return [regex[1]!.replace(/\.\*|\.\+/g, '*').replace(/^\^|\$$/g, '')]
  const sql = /^%(.+)%$/.exec(word)
  if (sql) return [sql[1]!]
  const parts = /^([@$]?[\w.[\]*-]+?)(==|!=|>=|<=|:[><]=?|[:><])(.*)$/s.exec(word)
  if (!parts) return []
  const [, name, sign, value] = parts as unknown as [string, string, string, string]
  if (value === '') return []
  return meant(name, sign.length > 1 && sign[0] === ':' ? sign.slice(1) : sign, value)
}

function meant(name: string, sign: string, value: string): string[] {
  const lower = name.toLowerCase()
  const named = /^(?:headers?|h)[.[](.+?)\]?$/i.exec(name)
  if (named && !/[[\]"]/.test(named[1]!)) return negated(`header.${named[1]!.toLowerCase()}`, sign, value)
  const query = /^(?:query|params?|args?|qs)\.(.+)$/i.exec(name)
  if (query) return negated(`query.${query[1]}`, sign, value)
  if (/^headers?$/.test(lower)) return headerNamed(value)
  if (/^(?:params?|args?|qs)$/.test(lower)) return negated('query', sign, value)
  if (/^\$[.[]/.test(name) || /^body[.[]/i.test(name)) return [`${name}${sign}${value}`]
  if (HEADERS.has(lower) || /^x-[\w-]+$/.test(lower)) return negated(`header.${lower}`, sign, value)
  if (FIELD_NAMES.includes(lower)) return ofField(lower as FieldName, sign, value)
  if (Object.hasOwn(OTHER_NAMES, lower)) return [...ofField(OTHER_NAMES[lower]!, sign, value, true), ofJson(name, sign, value)]
  const typo = lower.length > 3 && !name.includes('.') && (sign === ':' || sign === '==') ? nearestWord(lower, FIELD_NAMES) : null
  return [...(typo ? ofField(typo as FieldName, sign, value, true) : []), ofJson(name, sign, value)]
}

/** `data.amount>50` -> `$.data.amount>50`. */
function ofJson(name: string, sign: string, value: string): string {
  const path = name.replace(/^\$(?=\w)/, '').replace(JSON_PREFIX, '')
  const equal = sign === ':' && !value.includes('*') && !value.startsWith('"') ? '==' : sign
  const key = /^[\w.[\]*]+$/.test(path) ? `$.${path}` : `$["${path}"]`
  return `${key}${equal}${value}`
}

/** One of our fields with an operator or a value that does not do what was meant. `renamed`: another name was typed for it. */
function ofField(field: FieldName, sign: string, value: string, renamed = false): string[] {
  if (field === 'size' || field === 'seq' || field === 'reply')
    return [`${field}:${sign === ':' || sign === '==' ? '' : sign}${value}`]
  if (field === 'after' || field === 'before') return [ofTime(sign === '<' || sign === '<=' ? 'before' : field, value)]
  if (sign !== ':' && sign !== '==' && sign !== '!=') return [ofJson(field, sign, value)]
  const plain = negated(field, sign, value)
  if (field === 'type' && /^[\w-]+\.[\w.-]+$/.test(value)) return [...negated('event', sign, value), ofJson('type', sign, value)]
  if (field === 'path' && !value.includes('*')) return [...negated('path', sign, wildPath(value)), ...plain]
  const whole = field === 'event' || field === 'provider' || field === 'from'
  if (whole && !renamed && sign === ':' && !value.includes('*')) return negated(field, sign, starred(value))
  return plain
}

/** `orders` -> `*orders*`, `/orders` -> `/orders*`. Of a whole URL, only the path is used. */
function wildPath(value: string): string {
  const path = value.replace(/^"?https?:\/\/[^/]+(?:\/in\/[^/"]+)?/i, value.startsWith('"') ? '"' : '') || '/'
  return path.startsWith('/') ? `${path}*` : starred(path)
}

function starred(value: string): string {
  return value.startsWith('"') ? `"*${value.slice(1).replace(/"$/, '')}*"` : `*${value}*`
}

function negated(name: string, sign: string, value: string): string[] {
  return [sign === '!=' ? `-${name}:${value}` : `${name}:${value}`]
}

/** `header:x-shop`, `header:x-shop=a`, `header:"x-shop: a"`. */
function headerNamed(value: string): string[] {
  const [, name, rest] = /^"?([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:(?::|==|=)\s*(.*?))?"?$/.exec(value) ?? []
  if (!name) return []
  const text = rest && /[\s"]/.test(rest) ? `"${rest}"` : rest
  return [text ? `header.${name.toLowerCase()}:${text}` : `header.${name.toLowerCase()}`]
}

/** `10min` and `10 minutes` -> `10m`, `today` -> `24h`. */
function ofTime(side: string, value: string): string {
  const word = value.replace(/"/g, '').toLowerCase()
  const amount = /^(\d+)\s*(s|sec|m|min|h|hr|hour|d|day|w|week)[a-z]*(?:\s*ago)?$/.exec(word)
  if (amount) return `${side}:${amount[1]}${amount[2]![0]}`
  return `${side}:${TIMES[word] ?? value}`
}
