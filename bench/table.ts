export type Table = { head: readonly string[]; rows: readonly (readonly string[])[] }

/** A Markdown table that reads well as plain text too. */
export function toMarkdown({ head, rows }: Table): string {
  const widths = head.map((title, column) => Math.max(title.length, 3, ...rows.map((row) => row[column]!.length)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(' | ')} |`
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

/** `12,345.6`, or a dash for null. */
export function fixed(value: number | null, digits: number): string {
  if (value === null || !Number.isFinite(value)) return '–'
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

export function bytes(count: number): string {
  return count < 1000 ? `${count} B` : `${count / 1000} KB`
}
