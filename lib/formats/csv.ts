import { decodeText } from './decode-text'
import type { Format } from './format'
import { parseTable, rowCount, type Table } from './table'

/** Delimited text as a table (RFC 4180). Recognised by its media type only, because commas alone prove nothing. */
export const csv: Format = {
  guess({ contentType }) {
    return /^(?:text|application)\/(?:x-)?(?:csv|comma-separated-values|tab-separated-values)$/.test(contentType.essence ?? '')
      ? 90
      : 0
  },
  view({ bytes, contentType }) {
    const { text, notes } = decodeText(bytes, contentType)
    const tabs = contentType.essence?.includes('tab') ?? false
    const table = parseTable(text, tabs ? '\t' : likelyDelimiter(text))
    if (rowCount(table) === 0) return { failed: 'there is no row' }
    return { view: { shape: 'table', table }, notes: [...notes, ...raggedNote(table)] }
  },
}

/** The most frequent delimiter of the first line. */
function likelyDelimiter(text: string): string {
  const line = text.slice(0, 4096).split(/\r|\n/, 1)[0]!
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }))
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).delimiter
}

function raggedNote(table: Table): string[] {
  for (let row = 0; row < rowCount(table); row++) {
    const cells = table.rows[row + 1]! - table.rows[row]!
    if (cells !== table.columns) return [`Not every row has ${table.columns} cells: row ${row + 1} has ${cells}.`]
  }
  return []
}
