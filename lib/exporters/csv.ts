import type { Capture } from '#lib/core/capture'
import type { Archive } from './archive'
import { mapLazily } from './map-lazily'

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
  'aborted',
  'remoteAddress',
  'userAgent',
  'bodySha256',
  'durationMs',
  'replyStatus',
  'signature',
] as const satisfies readonly (keyof Capture | 'replyStatus')[]

/** Without a byte order mark, Excel assumes the system's charset and garbles non-ASCII characters. */
export const CSV_MARK = '\ufeff'

/** One row per capture for spreadsheets, without headers and bodies. */
export const csv: Archive = {
  id: 'csv',
  label: 'CSV',
  extension: 'csv',
  contentType: 'text/csv; charset=utf-8',
  async *write(steps) {
    yield [CSV_MARK, csvLine(CSV_COLUMNS)]
    for await (const captures of steps) yield mapLazily(captures, (capture) => csvLine(csvCells(capture)))
  },
}

export function csvCells({ reply, signature, ...rest }: Capture): (string | number | boolean | null)[] {
  const row = { ...rest, replyStatus: reply?.status ?? null, signature: signature?.verdict ?? null }
  return CSV_COLUMNS.map((column) => row[column])
}

/** One record including its line ending (RFC 4180). null becomes an empty cell. */
export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/**
 * Spreadsheets run a cell that begins like a formula, even with full-width signs or after white space, and senders choose these texts.
 * A leading apostrophe makes the cell text. `;` is quoted too, because some locales use it as the list separator.
 */
function csvCell(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value ?? '')
  const text = /^(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/.test(value) ? `'${value}` : value
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
