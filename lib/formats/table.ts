import type { SourceText } from './source-text'
import { grown } from './text-block'

/**
 * Delimited text as spans: cell `i` is `text` from `cells[2 * i]` to `cells[2 * i + 1]`, quotes included. Row `r` begins with
 * cell `rows[r]`; `rows` has one more number than there are rows.
 */
export type Table = { text: SourceText; cells: Uint32Array; rows: Uint32Array; columns: number; delimiter: string }

/** RFC 4180, with any single-character delimiter. A quote that is never closed extends to the end. */
export function parseTable(text: string, delimiter: string): Table {
  const cells = new Numbers()
  const rows = new Numbers()
  let columns = 0
  let at = text.startsWith('\uFEFF') ? 1 : 0
  while (at < text.length) {
    const first = cells.count / 2
    rows.add(first)
    at = readRow(text, at, delimiter, cells)
    columns = Math.max(columns, cells.count / 2 - first)
  }
  rows.add(cells.count / 2)
  return { text, cells: cells.all(), rows: rows.all(), columns, delimiter }
}

/** Returns where the next row begins. */
function readRow(text: string, start: number, delimiter: string, cells: Numbers): number {
  for (let at = start; ; ) {
    const end = cellEnd(text, at, delimiter)
    cells.add(at)
    cells.add(end)
    if (text[end] !== delimiter) return end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1)
    at = end + 1
  }
}

function cellEnd(text: string, start: number, delimiter: string): number {
  let at = start
  if (text[at] === '"') {
    for (at++; at < text.length; at++) {
      const quote = text.indexOf('"', at)
      if (quote < 0) return text.length
      at = quote + 1
      if (text[at] !== '"') break
    }
  }
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++
  return Math.min(at, text.length)
}

export function rowCount(table: Table): number {
  return table.rows.length - 1
}

/** The row that contains `offset` of the text. */
export function rowOfOffset(table: Table, offset: number): number {
  let low = 0
  let high = rowCount(table) - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (table.cells[table.rows[middle]! * 2]! <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** The first cells of a row, without quotes; long cells are shortened. */
export function rowCells(
  table: Table,
  row: number,
  cellsMax = Number.POSITIVE_INFINITY,
  charsMax = Number.POSITIVE_INFINITY,
): string[] {
  const cells: string[] = []
  const end = Math.min(table.rows[row + 1]!, table.rows[row]! + cellsMax)
  for (let cell = table.rows[row]!; cell < end; cell++) {
    const start = table.cells[cell * 2]!
    const source = table.text.slice(start, Math.min(table.cells[cell * 2 + 1]!, start + charsMax))
    cells.push(/^".*"$/s.test(source) ? source.slice(1, -1).replaceAll('""', '"') : source)
  }
  return cells
}

/** A growable array of numbers. */
class Numbers {
  count = 0
  private numbers = new Uint32Array(1024)

  add(number: number): void {
    if (this.count === this.numbers.length) this.numbers = grown(this.numbers)
    this.numbers[this.count++] = number
  }

  all(): Uint32Array {
    return this.numbers.slice(0, this.count)
  }
}
