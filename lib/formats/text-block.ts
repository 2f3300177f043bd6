import { type Coloured, colourText } from './colours'
import { graphqlColours } from './graphql-colours'
import { markupColours } from './markup-colours'
import type { SourceText } from './source-text'

/** Text, its line starts (offsets in UTF-16 units), and its colours if it is source in a known language. */
export type TextBlock = {
  text: SourceText
  lineStarts: Uint32Array
  colours: Coloured | null
  /** The charset that the text was decoded from, as an Encoding Standard label; null if the text was generated here. */
  charset: string | null
}

export function textBlock(text: string, language: keyof typeof TOKENS = 'plain', charset: string | null = null): TextBlock {
  const tokens = TOKENS[language]
  return { text, lineStarts: findLines(text), colours: tokens === null ? null : colourText(text, tokens), charset }
}

const TOKENS = {
  plain: null,
  xml: (text: string) => markupColours(text, 'xml'),
  html: (text: string) => markupColours(text, 'html'),
  graphql: graphqlColours,
} as const

/** After this many lines, the rest counts as one line. 50 MB of line breaks is not text to read, and the line starts would take 200 MB. */
const LINES_MAX = 2_000_000

/** A line ends after LF, or after a CR that no LF follows. There is always at least one line. */
export function findLines(text: string): Uint32Array {
  let starts = new Uint32Array(1024)
  let count = 1
  const add = (start: number) => {
    if (count === starts.length) starts = grown(starts)
    starts[count++] = start
  }
  if (!text.includes('\r'))
    for (let at = text.indexOf('\n'); at >= 0 && count < LINES_MAX; at = text.indexOf('\n', at + 1)) add(at + 1)
  else {
    for (let at = 0; at < text.length && count < LINES_MAX; at++) {
      const code = text.charCodeAt(at)
      if (code === 0x0a || (code === 0x0d && text.charCodeAt(at + 1) !== 0x0a)) add(at + 1)
    }
  }
  return starts.slice(0, count)
}

/** A copy with twice the capacity. */
export function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2)
  larger.set(array)
  return larger
}

/** Index of each line's first row when lines wrap after `columns` characters. Has one more entry than lines: the last is the row count. */
export function wrapRows(block: TextBlock, columns: number): Uint32Array {
  const { lineStarts } = block
  const rows = new Uint32Array(lineStarts.length + 1)
  for (let line = 0; line < lineStarts.length; line++) {
    const length = lineEnd(block, line) - lineStarts[line]!
    rows[line + 1] = rows[line]! + Math.max(1, Math.ceil(length / columns))
  }
  return rows
}

/** Offset before the line's LF, CRLF or CR, because the line break takes no room in a row. */
function lineEnd({ text, lineStarts }: TextBlock, line: number): number {
  const next = lineStarts[line + 1]
  if (next === undefined) return text.length
  return text.charCodeAt(next - 1) === 0x0a && text.charCodeAt(next - 2) === 0x0d && next - 2 >= lineStarts[line]!
    ? next - 2
    : next - 1
}

/** The text of one row, without the line break. `line` counts from 0; `first`: the row is the first of its line. */
export type TextRow = { line: number; first: boolean; start: number; end: number }

export function textRow(block: TextBlock, rows: Uint32Array, row: number, columns: number): TextRow {
  const line = lastAtMost(rows, row, block.lineStarts.length)
  const lineStart = block.lineStarts[line]!
  const ends = lineEnd(block, line)
  const within = row - rows[line]!
  const start = within === 0 ? lineStart : wholeCharacter(block.text, Math.min(ends, lineStart + within * columns))
  const end = wholeCharacter(block.text, Math.min(ends, lineStart + (within + 1) * columns))
  return { line, first: within === 0, start, end }
}

/** The row that holds the character at `offset`. */
export function rowAt(block: TextBlock, rows: Uint32Array, offset: number, columns: number): number {
  const line = lastAtMost(block.lineStarts, offset, block.lineStarts.length)
  const last = rows[line + 1]! - 1
  return Math.min(last, rows[line]! + Math.floor((offset - block.lineStarts[line]!) / columns))
}

/** Does not split a surrogate pair: its second half stays in the row of the first. */
function wholeCharacter(text: SourceText, at: number): number {
  const code = text.charCodeAt(at)
  const before = text.charCodeAt(at - 1)
  return code >= 0xdc00 && code <= 0xdfff && before >= 0xd800 && before <= 0xdbff ? at + 1 : at
}

/** The last index below `length` whose number is at most `wanted`. `numbers` must be ascending. */
export function lastAtMost(numbers: Uint32Array, wanted: number, length: number): number {
  let low = 0
  let high = length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (numbers[middle]! <= wanted) low = middle
    else high = middle - 1
  }
  return low
}
