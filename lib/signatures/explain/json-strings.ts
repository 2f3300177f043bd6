/** How different languages escape the text between the quotes of a JSON string. Each function accepts any spelling and writes its own. */

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** Only the escapes that JSON requires, as JSON.stringify, Ruby, Jackson and Python's `ensure_ascii=False` write. */
export function plainString(raw: string): string {
  return raw.includes('\\') ? JSON.stringify(unescaped(raw)).slice(1, -1) : raw
}

/** `\u00e9` for everything beyond ASCII, as Python writes by default. DEL stays. */
export const asciiString = (raw: string) => escapeNonAscii(plainString(raw), false)

/** PHP's json_encode: like Python, and `\/` for a slash. */
export const phpString = (raw: string) => slashed(asciiString(raw))

/** PHP with JSON_UNESCAPED_UNICODE, which still escapes the two line separators. */
export const phpUnicodeString = (raw: string) =>
  slashed(plainString(raw)).replace(/[\u2028\u2029]/g, (char) => unicodeEscape(char, false))

/** Go's encoding/json. */
export const goString = (raw: string) => plainString(raw).replace(/[<>&\u2028\u2029]/g, (char) => unicodeEscape(char, false))

/** Gson, with its HTML escapes. */
export const gsonString = (raw: string) => plainString(raw).replace(/[<>&='\u2028\u2029]/g, (char) => unicodeEscape(char, false))

/** .NET's System.Text.Json: upper-case hex digits. */
export function dotNetString(raw: string): string {
  const plain = plainString(raw)
    .replace(/\\"/g, '\\u0022')
    .replace(/[<>&'+`\u007f]/g, (char) => unicodeEscape(char, true))
  return escapeNonAscii(plain, true)
}

export type Spelling = {
  what: string
  /** A body without a match would not change, so it is skipped. */
  needs: RegExp
  rewrite(raw: string): string
}

const NON_ASCII = /[\u0080-\uffff]/
const ESCAPED_HEX = /\\u[0-9a-f]{4}/gi

/** Spellings that change only escapes, not white space or numbers. */
export const ESCAPE_ONLY: readonly Spelling[] = [
  { what: 'slashes as `\\/`, as PHP writes them', needs: /\//, rewrite: slashed },
  { what: 'unescaped slashes', needs: /\\\//, rewrite: unslashed },
  {
    what: 'non-ASCII characters as `\\u00e9`, as Python and PHP write them',
    needs: NON_ASCII,
    rewrite: (raw) => escapeNonAscii(raw, false),
  },
  { what: 'non-ASCII characters as `\\u00E9`', needs: NON_ASCII, rewrite: (raw) => escapeNonAscii(raw, true) },
  {
    what: 'slashes as `\\/` and non-ASCII characters as `\\u00e9`, as PHP writes them',
    needs: NON_ASCII,
    rewrite: (raw) => slashed(escapeNonAscii(raw, false)),
  },
  { what: 'plain characters instead of escapes such as `\\u00e9`', needs: /\\[u/]/, rewrite: plainString },
  { what: '`<`, `>` and `&` escaped as in `\\u003c`, as Go writes them', needs: /[<>&]/, rewrite: goString },
  { what: "`<`, `>`, `&`, `=` and `'` escaped as in `\\u003c`, as Gson writes them", needs: /[<>&=']/, rewrite: gsonString },
  {
    what: 'HTML and non-ASCII characters escaped as in `\\u00E9`, as .NET writes them',
    needs: /[<>&'+`\u007f-\uffff]|\\"/,
    rewrite: dotNetString,
  },
  {
    what: 'escapes with upper-case digits',
    needs: /\\u/,
    rewrite: (raw) => raw.replace(ESCAPED_HEX, (sequence) => `\\u${sequence.slice(2).toUpperCase()}`),
  },
  {
    what: 'escapes with lower-case digits',
    needs: /\\u/,
    rewrite: (raw) => raw.replace(ESCAPED_HEX, (sequence) => sequence.toLowerCase()),
  },
  { what: 'every backslash doubled', needs: /\\/, rewrite: (raw) => raw.replaceAll('\\', '\\\\') },
]

function slashed(raw: string): string {
  return raw.includes('/') ? unslashed(raw).replaceAll('/', '\\/') : raw
}

function unslashed(raw: string): string {
  return raw.includes('\\/') ? replaceEscapes(raw, (sequence) => (sequence === '\\/' ? '/' : sequence)) : raw
}

function replaceEscapes(raw: string, replace: (sequence: string) => string): string {
  return raw.replace(/\\(?:u[0-9a-fA-F]{4}|.)/g, replace)
}

function unescaped(raw: string): string {
  return replaceEscapes(raw, (sequence) => {
    if (sequence[1] === 'u') return String.fromCharCode(Number.parseInt(sequence.slice(2), 16))
    return Object.keys(SHORT).find((char) => SHORT[char] === sequence) ?? sequence.slice(1)
  })
}

function escapeNonAscii(text: string, capitals: boolean): string {
  return NON_ASCII.test(text) ? text.replace(/[\u0080-\uffff]/g, (char) => unicodeEscape(char, capitals)) : text
}

function unicodeEscape(char: string, capitals: boolean): string {
  const digits = char.charCodeAt(0).toString(16).padStart(4, '0')
  return `\\u${capitals ? digits.toUpperCase() : digits}`
}
