// The tokens of JSON (RFC 8259). Masking and viewers share this lexer, so that they agree on where values begin and end.

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Offset of the next character that is not white space, or `end`. */
export function skipSpace(text: string, from: number, end = text.length): number {
  let at = from
  for (; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break
  }
  return at
}

/**
 * Offset just past the closing quote of the string that begins at `start`. If it is not a valid JSON string, `~at` (negative), where `at` is
 * the offset of the fault, which `stringFault` explains. Escapes and control characters are checked.
 */
export function stringEnd(text: string, start: number, end = text.length): number {
  if (text.charCodeAt(start) !== QUOTE) return ~start
  for (let at = start + 1; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at + 1
    if (code < 0x20) return ~at
    if (code === BACKSLASH) {
      const length = escapeLength(text, at)
      if (length === 0) return ~at
      at += length - 1
    }
  }
  return ~start
}

/** Explains what is wrong with a string at this offset. */
export function stringFault(text: string, at: number): string {
  const code = text.charCodeAt(at)
  if (code < 0x20) return 'a control character must be escaped in a string'
  return code === BACKSLASH ? 'this escape is not valid JSON' : 'this string has no closing quote'
}

function escapeLength(text: string, at: number): number {
  if (text[at + 1] === 'u') return /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6)) ? 6 : 0
  return '"\\/bfnrt'.includes(text[at + 1] ?? '!') ? 2 : 0
}

/**
 * Offset just past the number (RFC 8259 section 6) that begins at `at`, or -1. Parsed by hand, because a regular expression fails on megabytes
 * of digits.
 */
export function numberEnd(text: string, at: number): number {
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

/** Offset just past `true`, `false` or `null`, or -1. */
export function literalEnd(text: string, at: number): number {
  const literal = ['true', 'false', 'null'].find((each) => text.startsWith(each, at))
  if (literal === undefined) return -1
  const end = at + literal.length
  return /\w/.test(text[end] ?? '') ? -1 : end
}

export function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9'
}

function skipDigits(text: string, from: number): number {
  let at = from
  while (isDigit(text[at])) at += 1
  return at
}
