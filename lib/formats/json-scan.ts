import { isDigit, literalEnd, numberEnd, skipSpace, stringEnd, stringFault } from '#lib/core/json-lexer'
import type { Progress } from './format'
import { DUPLICATE, literalText, type TreeProblem } from './tree'
import type { TreeBuilder } from './tree-builder'

/** A position in JSON text. `scanValue` advances `at`, and reads nothing from `end` on. */
export type Scan = { text: string; at: number; end: number; builder: TreeBuilder; progress: Progress }

/** Where the scan stopped. `placeProblem` adds line and column. */
export type ScanProblem = { at: number; restAt: number; message: string }

const PROGRESS_STEP = 1 << 20
type Expected = 'value' | 'first' | 'key' | 'next'

/**
 * Reads one JSON value (RFC 8259) and its descendants into the builder. No recursion: a body may nest as deep as it is long.
 *
 * @returns null, or what is wrong. In that case the caller must close the containers that are still open.
 */
export function scanValue(scan: Scan): ScanProblem | null {
  const { text, builder, end } = scan
  const base = builder.depth
  const keys = new KeyWatch(scan)
  let expected: Expected = 'value'
  let reported = scan.at
  for (;;) {
    scan.at = skipSpace(text, scan.at, end)
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
    const problem = skipString(scan, restAt)
    if (problem !== null) return problem
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

function valueProblem(char: string, kind: string, inObject: boolean): string {
  if (char === '') return 'the text ends where a value should be'
  if (kind === 'number') return 'this is not a JSON number'
  if (char === "'") return 'strings need double quotes'
  if (char === ']' || (char === '}' && inObject)) return 'a value is missing: a comma too many?'
  return 'this is not a JSON value'
}

function broken(scan: Scan, at: number, message: string): ScanProblem {
  return { at, restAt: at, message: at >= scan.end ? `the text ends early: ${message}` : message }
}

/** Skips from the opening quote to just past the closing one. */
function skipString(scan: Scan, restAt: number): ScanProblem | null {
  const end = stringEnd(scan.text, scan.at, scan.end)
  if (end < 0) return { at: ~end, restAt, message: stringFault(scan.text, ~end) }
  scan.at = end
  return null
}

/** Reads keys and flags duplicates within one object: both of them, since parsers differ in which one they use. */
class KeyWatch {
  inObject = false
  /** Offset of the key whose value comes next. */
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
    const problem = skipString(scan, at)
    if (problem !== null) return problem
    this.start = at
    this.end = scan.at
    scan.at = skipSpace(scan.text, scan.at, scan.end)
    if (scan.at >= scan.end || scan.text[scan.at] !== ':')
      return { at: scan.at, restAt: at, message: 'a colon is missing after the key' }
    scan.at++
    return null
  }

  /** Assigns the pending key, if there is one, to this node. */
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

/** Adds line and column to a problem. */
export function placeProblem(text: string, problem: ScanProblem): TreeProblem {
  return { ...problem, place: lineAndColumn(text, problem.at) }
}

/** LF, CRLF and CR end a line. Lines and columns count from 1; a column is a UTF-16 unit. */
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
