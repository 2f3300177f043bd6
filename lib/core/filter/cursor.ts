import type { FilterError, Pattern } from './filter'

/** Thrown only inside the parser; `parseFilter` returns it as a `FilterError`. */
export class FilterFault extends Error {
  constructor(
    message: string,
    readonly at: number,
    readonly length: number,
  ) {
    super(message)
  }

  get error(): FilterError {
    return { message: this.message, at: this.at, length: this.length }
  }
}

const WORD_END = /[\s()]/

/** The position of the parser in the text. */
export class Cursor {
  at = 0
  constructor(readonly text: string) {}

  get done(): boolean {
    return this.at >= this.text.length
  }

  /** Whether a condition ends here. */
  get atWordEnd(): boolean {
    return this.done || WORD_END.test(this.text[this.at]!)
  }

  peek(text: string): boolean {
    return this.text.startsWith(text, this.at)
  }

  /** Skips `text` if it is next, and returns whether it was. */
  take(text: string): boolean {
    if (!this.peek(text)) return false
    this.at += text.length
    return true
  }

  /** Matches a sticky pattern here and skips the match; null if there is none. */
  match(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.at
    const found = sticky.exec(this.text)
    if (found) this.at += found[0].length
    return found
  }

  skipSpace(): void {
    while (!this.done && /\s/.test(this.text[this.at]!)) this.at++
  }

  fail(message: string, at = this.at, length = Math.max(0, this.wordLength(at))): never {
    throw new FilterFault(message, at, length)
  }

  wordLength(at: number): number {
    let end = at
    while (end < this.text.length && !WORD_END.test(this.text[end]!)) end++
    return end - at
  }

  /** Reads a word or a quoted text, split at its wildcards. @throws {FilterFault} if there is neither */
  pattern(expected: string): Pattern {
    if (this.peek('"')) return this.quoted()
    if (this.atWordEnd) this.fail(`Expected ${expected} here.`)
    const pieces = ['']
    while (!this.atWordEnd) this.character(pieces)
    return pieces
  }

  quoted(): Pattern {
    const start = this.at++
    const pieces = ['']
    while (!this.take('"')) {
      if (this.done) this.fail('This quote is not closed.', start, 1)
      this.character(pieces)
    }
    if (!this.atWordEnd) this.fail('Expected a space after the closing quote.')
    return pieces
  }

  /** Reads one character, escaped or not, or a wildcard. */
  private character(pieces: string[]): void {
    const char = this.text[this.at++]!
    if (char === '*') {
      pieces.push('')
      return
    }
    const next = this.text[this.at]
    if (char !== '\\' || next === undefined || !Object.hasOwn(ESCAPES, next)) {
      pieces[pieces.length - 1] += char
      return
    }
    this.at++
    pieces[pieces.length - 1] += ESCAPES[next]!
  }
}

/** The characters that a backslash escapes. Before any other, a backslash is a literal backslash. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  '"': '"',
  '*': '*',
  '(': '(',
  ')': ')',
  ' ': ' ',
  n: '\n',
  r: '\r',
  t: '\t',
}
