import type { Capture } from '#lib/core/capture'
import type { Archive } from './archive'

export const CSV_COLUMNS = [
  'seq',
  'id',
  'receivedAt',
  'method',
  'path',
  'query',
  'contentType',
  'bodySize',
  'truncated',
  'remoteAddress',
  'userAgent',
  'bodySha256',
  'durationMs',
] as const satisfies readonly (keyof Capture)[]

/** What a list shows, without headers and bodies, for a spreadsheet. */
export const csv: Archive = {
  id: 'csv',
  label: 'CSV',
  extension: 'csv',
  contentType: 'text/csv; charset=utf-8',
  async *write(captures) {
    const encoder = new TextEncoder()
    yield encoder.encode(csvLine(CSV_COLUMNS))
    for await (const capture of captures) yield encoder.encode(csvLine(csvCells(capture)))
  },
}

export function csvCells(capture: Capture): (string | number | boolean | null)[] {
  return CSV_COLUMNS.map((column) => capture[column])
}

/** One record with its line end (RFC 4180). null is an empty cell. */
export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** A spreadsheet runs a cell that begins like a formula, and senders choose these texts: an apostrophe keeps it text. */
function csvCell(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value ?? '')
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
