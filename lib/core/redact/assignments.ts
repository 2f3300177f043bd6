import { percentDecoded } from './encodings'
import { isSecretField, isSecretName, isSecretPhrase, REDACTED } from './names'

// `password: x`, `TOKEN=x`, `"secret": "x"`, `Server=a;Password=b`: in logs, YAML, INI, dotenv, connection strings, broken JSON.

const SEPARATOR = /[:=：＝→\t]|(?<=["'])\s*,/g
/** Characters that may be between a name and its separator. */
const CLOSING = /[\s"'`*_\]\\>]/
const CLOSING_CHARS_MAX = 8
/** Characters of names, halves of surrogate pairs included. */
const IDENTIFIER = /[\p{L}\p{N}_.$%@~[\]\p{Cs}-]/u
const IDENTIFIER_CHARS_MAX = 100
const PHRASE_CHAR = /[\p{L}\p{N}_.$%@~[\]\p{Cs} -]/u
const PHRASE = /[\p{L}\p{N}_$%@~.[\]-]{1,60}(?:[ ]{1,2}[\p{L}\p{N}_$%@~[\]-]{1,60}){0,3}$/u
const LINE_START = /^[\s>#|*-]*(?:export |set |- )?["'`*]*$/i
const GAP = /[=>:~ \t*_]{0,200}/y
const QUOTE = /^\\{0,64}["'`]/
/** Ends an unquoted value in the middle of a line. */
const BARE_END = /[&;\s"'<>]|$/g
/** Ends a value that takes the rest of the line: the line's end, or the next pair of a form or a connection string. */
const NEXT_PAIR = /[\r\n]|[&;](?=\s*[\w.%[\] -]{1,100}=)|$/g

/** A cheap first check, because most texts do not name a credential. */
const HINT =
  /pass|pwd|pw|psw|secret|token|tkn|cred|auth|sign|sig|hmac|cookie|key|cert|saml|code|otp|mfa|2fa|pin|cv[vc]|dsn|jwt|s[re]f|sess|sid|bearer|link|url|card|conn|seed|phrase|mnemonic|state|nonce|ticket|hash|mac|wort|senha|sas|p12|pfx|store|netrc|config|assertion|principal|trigger|oidc|answer|verif|captcha|hm=|psk|heslo|haslo|sifre|parola|[^\x20-\x7e\t\n\r]|%/i

type Value = { start: number; end: number }

export function redactAssignments(text: string): string {
  if (!HINT.test(text)) return text
  let result = ''
  let from = 0
  SEPARATOR.lastIndex = 0
  for (let found = SEPARATOR.exec(text); found; found = SEPARATOR.exec(text)) {
    const value = secretValueAt(text, found.index, found[0], from)
    if (!value) continue
    result += text.slice(from, value.start) + REDACTED
    from = value.end
    SEPARATOR.lastIndex = from
  }
  return result + text.slice(from)
}

/** The position of the credential that follows the separator at `at`, or null if it is not a credential. */
function secretValueAt(text: string, at: number, separator: string, from: number): Value | null {
  if (separator === ':' && (text.startsWith('//', at + 1) || (isDigit(text[at - 1]) && isDigit(text[at + 1])))) return null
  const before = text.slice(Math.max(from, at - 180), at)
  const closing = before.slice(startOfRun(before, CLOSING, CLOSING_CHARS_MAX))
  const named = before.slice(0, before.length - closing.length)
  const name = named.slice(startOfRun(named, IDENTIFIER, IDENTIFIER_CHARS_MAX))
  if (name === '') return null
  const ahead = named.slice(0, named.length - name.length)
  GAP.lastIndex = at + separator.length
  GAP.exec(text)
  const start = GAP.lastIndex
  const place = {
    ahead,
    phrase: PHRASE.exec(named.slice(startOfRun(named, PHRASE_CHAR, named.length)))?.[0] ?? '',
    separator,
    quoted: /["'\\]/.test(closing),
    atLineStart: LINE_START.test(lineOf(ahead)),
    value: headOf(text, start),
  }
  const isPair = isNaming(name) && isPairOf(place.value)
  if (!isPair && !isSecret(percentDecoded(name), place)) return null
  const bare = separator === '=' && !place.atLineStart && !/\s$/.test(closing) && text[start - 1] === '='
  const value = valueAt(text, at, start, bare || /[?&]$/.test(ahead))
  if (isPair) {
    const after = value.end + /^\\*["'`]|^\s?/.exec(text.slice(value.end, value.end + 64))![0].length
    return after < text.length ? { start: after, end: text.length } : null
  }
  return value.start === value.end || text.slice(value.start, value.end) === REDACTED ? null : value
}

/**
 * Where the run of such characters at the end of the text begins. Searches backwards: a pattern that ends in `$` would be tried at each
 * character.
 */
function startOfRun(text: string, char: RegExp, charsMax: number): number {
  let start = text.length
  while (start > 0 && text.length - start < charsMax && char.test(text[start - 1]!)) start -= 1
  return start
}

/** The beginning of the value, without quotes. */
function headOf(text: string, start: number): string {
  const head = text.slice(start, start + 80)
  const opening = QUOTE.exec(head)?.[0]
  if (opening === undefined) return /^[^\r\n&;,}\])]*/.exec(head)![0].trim()
  return head.slice(opening.length).split(opening.at(-1)!, 1)[0]!.replace(/\\+$/, '')
}

type Place = { ahead: string; phrase: string; separator: string; quoted: boolean; atLineStart: boolean; value: string }

function isSecret(name: string, { ahead, phrase, separator, quoted, atLineStart, value }: Place): boolean {
  if (separator.endsWith(',')) return /[[(]\s*\\*["']$/.test(ahead) && isSecretPhrase(name) // a pair inside a list
  if (separator === '=' || separator === '＝') return isSecretField(name, value, 'field') || isSecretPhrase(phrase)
  if (quoted) return isSecretField(name, value, 'json')
  if (separator === '\t') return isSecretPhrase(name)
  if (atLineStart && !/\s/.test(value) && isSecretField(name, value, 'json')) return true
  return isSecretPhrase(phrase)
}

function isNaming(name: string): boolean {
  return /^(?:name|key|k|n|field|header|param|id|label)$/i.test(name)
}

/** `"name": "password", "value": …` in text that is not JSON. Everything after it may be the value. */
function isPairOf(value: string): boolean {
  return /^[\w. -]+$/.test(value) && isSecretName(value, 'header') && isSecretPhrase(value)
}

/** `bare`: other pairs may follow in the same line. */
function valueAt(text: string, at: number, start: number, bare: boolean): Value {
  const opening = QUOTE.exec(text.slice(start, start + 80))?.[0]
  if (opening !== undefined) return quoted(text, start, opening)
  const head = text.slice(start, start + 8)
  if (/^(?:[\r\n]|$|[|>][+-]?\d?\s*(?:[\r\n]|$))/.test(head)) return block(text, at, start)
  if ('{[('.includes(text[start]!)) return bracketed(text, start)
  return { start, end: endOf(text, start, bare && !beforeSemicolon(text, at) ? BARE_END : NEXT_PAIR) }
}

/** Whether the pair follows a `;`, as in a connection string. Its value may then contain spaces. */
function beforeSemicolon(text: string, at: number): boolean {
  return /;\s*[\w. -]{1,100}$/.test(text.slice(Math.max(0, at - 110), at))
}

/** A value up to the next quote of the same kind that is escaped no more often than the opening quote. */
function quoted(text: string, start: number, opening: string): Value {
  const quote = opening.at(-1)!
  const inside = start + opening.length
  for (let end = text.indexOf(quote, inside); end >= 0; end = text.indexOf(quote, end + 1)) {
    let slashes = 0
    while (slashes <= opening.length && text[end - 1 - slashes] === '\\') slashes += 1
    if (slashes < opening.length && end - slashes >= inside) return { start: inside, end: end - slashes }
    if (end === inside) return { start: inside, end: inside }
  }
  return { start: inside, end: text.length }
}

/** A list or an object: up to the end of the line if it closes there, otherwise everything that follows. */
function bracketed(text: string, start: number): Value {
  const end = endOf(text, start, /[\r\n]|$/g)
  const close = { '{': '}', '[': ']', '(': ')' }[text[start] as '{' | '[' | '(']
  return { start, end: text.slice(start, end).includes(close) ? end : text.length }
}

/** A value on the following lines: all that are indented deeper than the name, otherwise only the next line. */
function block(text: string, at: number, start: number): Value {
  const own = indentOf(lineOf(text.slice(Math.max(0, at - 1000), at)))
  const first = text.indexOf('\n', start)
  if (first < 0) return { start, end: start }
  let end = first
  let taken = 0
  for (let line = first + 1; line <= text.length && taken < 10_000; ) {
    const stop = endOf(text, line, /\n|$/g)
    const content = text.slice(line, Math.min(stop, line + 400))
    const deeper = indentOf(content) > own
    if (content.trim() !== '' && !deeper && (taken > 0 || /^\s*[\w.-]{1,60}\s*[:=]/.test(content))) break
    if (content.trim() !== '') {
      taken += 1
      end = stop
      if (!deeper) break
    }
    line = stop + 1
  }
  return taken === 0 ? { start: first, end: first } : { start: first + 1, end }
}

function lineOf(before: string): string {
  return before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1)
}

function indentOf(line: string): number {
  return /^[ \t]*/.exec(line)![0].length
}

function endOf(text: string, start: number, pattern: RegExp): number {
  pattern.lastIndex = start
  return pattern.exec(text)!.index
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9'
}
