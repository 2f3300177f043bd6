import { DUPLICATE, literalText, type TreeProblem } from './tree'
import type { TreeBuilder } from './tree-builder'
import type { Progress } from './viewer'

/** A place in JSON text; `scanValue` moves `at`. `end`: not a character from here on is looked at. */
export type Scan = { text: string; at: number; end: number; builder: TreeBuilder; progress: Progress }

/** Where the scan stopped, before lines are counted. */
export type ScanProblem = { at: number; restAt: number; message: string }

const PROGRESS_STEP = 1 << 20
const QUOTE = 0x22
const BACKSLASH = 0x5c

type Expected = 'value' | 'first' | 'key' | 'next'

/**
 * Reads one JSON value (RFC 8259) and what it holds into the builder. No recursion: a body may nest as deep as it is long.
 *
 * @returns null, or what is wrong. Containers that are still open then are for the caller to close.
 */
export function scanValue(scan: Scan): ScanProblem | null {
  const { text, builder, end } = scan
  const base = builder.depth
  const keys = new KeyWatch(scan)
  let expected: Expected = 'value'
  let reported = scan.at
  for (;;) {
    skipSpace(scan)
    const { at } = scan
    if (at - reported >= PROGRESS_STEP) {
      reported = at
      scan.progress(at, text.length)
    }
    const char = at < end ? text[at]! : ''
    if (expected === 'first' && char === (keys.inObject ? '}' : ']')) {
      scan.at++
      builder.close(scan.at)
      keys.leave()
      expected = 'next'
    } else if (expected === 'next') {
      if (builder.depth === base) return null
      if (char === ',') expected = keys.inObject ? 'key' : 'value'
      else if (char === (keys.inObject ? '}' : ']')) {
        builder.close(at + 1)
        keys.leave()
      } else return broken(scan, at, keys.inObject ? 'a comma or } is missing' : 'a comma or ] is missing')
      scan.at++
    } else if (keys.inObject && expected !== 'value') {
      const problem = keys.read(char)
      if (problem !== null) return problem
      expected = 'value'
    } else {
      if (builder.full) return { at, restAt: keys.start ?? at, message: `the tree ends after ${builder.size} values` }
      const started = startValue(scan, char, keys)
      if (typeof started !== 'string') return started
      expected = started
    }
  }
}

/** Opens a container or reads a simple value; returns what is expected after it. */
function startValue(scan: Scan, char: string, keys: KeyWatch): Expected | ScanProblem {
  const { at, builder, text } = scan
  const restAt = keys.start ?? at
  if (char === '{' || char === '[') {
    const kind = char === '{' ? 'object' : 'array'
    const node = builder.begin(kind, at, ...keys.span)
    keys.taken(node)
    keys.enter(char === '{')
    scan.at++
    return 'first'
  }
  if (char === '"') {
    const problem = skipString(scan)
    if (problem !== null) return { ...problem, restAt }
    keys.taken(builder.leaf('string', at, scan.at, ...keys.span))
    return 'next'
  }
  const kind = char === '-' || isDigit(char) ? 'number' : 'literal'
  const end = kind === 'number' ? numberEnd(text, at) : literalEnd(text, at)
  if (end < 0 || end > scan.end) return { at, restAt, message: valueProblem(char, kind, keys.inObject) }
  scan.at = end
  keys.taken(builder.leaf(kind, at, end, ...keys.span))
  return 'next'
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9'
}

/** After the number of RFC 8259 section 6 that begins at `at`, or -1. By hand: a regular expression fails on megabytes of digits. */
function numberEnd(text: string, at: number): number {
  let end = text[at] === '-' ? at + 1 : at
  if (!isDigit(text[end])) return -1
  end = text[end] === '0' ? end + 1 : skipDigits(text, end)
  if (text[end] === '.') {
    if (!isDigit(text[end + 1])) return -1
    end = skipDigits(text, end + 1)
  }
  if (text[end] === 'e' || text[end] === 'E') {
    const digits = text[end + 1] === '+' || text[end + 1] === '-' ? end + 2 : end + 1
    if (!isDigit(text[digits])) return -1
    end = skipDigits(text, digits)
  }
  return /[\w.+-]/.test(text[end] ?? '') ? -1 : end
}

function skipDigits(text: string, from: number): number {
  let at = from
  while (isDigit(text[at])) at++
  return at
}

function literalEnd(text: string, at: number): number {
  const literal = ['true', 'false', 'null'].find((each) => text.startsWith(each, at))
  if (literal === undefined) return -1
  const end = at + literal.length
  return /\w/.test(text[end] ?? '') ? -1 : end
}

function valueProblem(char: string, kind: string, inObject: boolean): string {
  if (char === '') return 'the text ends where a value should be'
  if (kind === 'number') return 'this is not a JSON number'
  if (char === "'") return 'strings need double quotes'
  if (char === ']' || (char === '}' && inObject)) return 'a value is missing: a comma too many?'
  return 'this is no JSON value'
}

function broken(scan: Scan, at: number, message: string): ScanProblem {
  return { at, restAt: at, message: at >= scan.end ? `the text ends early: ${message}` : message }
}

function skipSpace(scan: Scan): void {
  const { text, end } = scan
  let { at } = scan
  while (at < end) {
    const code = text.charCodeAt(at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break
    at++
  }
  scan.at = at
}

/** From the opening quote to after the closing one; escapes and control characters are checked. */
function skipString(scan: Scan): ScanProblem | null {
  const { text, end, at: start } = scan
  const fail = (at: number, message: string): ScanProblem => ({ at, restAt: start, message })
  for (let at = start + 1; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      scan.at = at + 1
      return null
    }
    if (code < 0x20) return fail(at, 'a control character must be escaped in a string')
    if (code === BACKSLASH) {
      const length = escapeLength(text, at)
      if (length === 0) return fail(at, 'this escape is not one of JSON')
      at += length - 1
    }
  }
  return fail(start, 'this string has no closing quote')
}

function escapeLength(text: string, at: number): number {
  if (text[at + 1] === 'u') return /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6)) ? 6 : 0
  return '"\\/bfnrt'.includes(text[at + 1] ?? '!') ? 2 : 0
}

/** Reads keys and flags those that stand twice in one object: both of them, since programs differ in which they take. */
class KeyWatch {
  inObject = false
  /** Where the key that waits for its value stands. */
  start: number | null = null
  private end = 0
  private readonly seen: (Map<string, number> | null)[] = []

  constructor(private readonly scan: Scan) {}

  get span(): [number, number] {
    return this.start === null ? [0, 0] : [this.start, this.end]
  }

  enter(object: boolean): void {
    this.seen.push(object ? new Map() : null)
    this.inObject = object
  }

  leave(): void {
    this.seen.pop()
    this.inObject = (this.seen.at(-1) ?? null) !== null
  }

  /** The key and its colon. */
  read(char: string): ScanProblem | null {
    const { scan } = this
    const { at } = scan
    if (char !== '"') return broken(scan, at, keyProblem(char))
    const problem = skipString(scan)
    if (problem !== null) return problem
    this.start = at
    this.end = scan.at
    skipSpace(scan)
    if (scan.at >= scan.end || scan.text[scan.at] !== ':')
      return { at: scan.at, restAt: at, message: 'a colon is missing after the key' }
    scan.at++
    return null
  }

  /** The waiting key, if there is one, belongs to this node. */
  taken(node: number): void {
    if (this.start === null) return
    const names = this.seen.at(-1)!
    const name = literalText(this.scan.text.slice(this.start, this.end))
    const twin = names.get(name)
    if (twin !== undefined) {
      this.scan.builder.flag(twin, DUPLICATE)
      this.scan.builder.flag(node, DUPLICATE)
    } else names.set(name, node)
    this.start = null
  }
}

function keyProblem(char: string): string {
  if (char === '}') return 'a key is missing: a comma too many?'
  return 'a key in double quotes should be here'
}

/** The problem with its place in the text. */
export function placeProblem(text: string, problem: ScanProblem): TreeProblem {
  return { ...problem, place: lineAndColumn(text, problem.at) }
}

/** Counts lines: LF, CRLF and CR end one. Lines and columns count from 1; a column is a UTF-16 unit. */
export function lineAndColumn(text: string, at: number): { line: number; column: number } {
  let line = 1
  let lineStart = 0
  for (let i = 0; i < at; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(i + 1) !== 0x0a)) {
      line++
      lineStart = i + 1
    }
  }
  return { line, column: at - lineStart + 1 }
}
