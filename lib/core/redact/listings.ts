import { isSecretName, isSecretPhrase } from './names'

// Texts that list names apart from their values, so that a value cannot be recognised by what precedes it: CSV, Markdown tables, SQL, PHP's
// `serialize`, a Kubernetes Secret in YAML.

/** A longer line is not the header of a table. */
const LINE_CHARS_MAX = 2000
const SQL_INSERT = /\binto\b[^()]{1,120}\(([^()]{1,600})\)\s{0,20}(?:output\b[^()]{0,100})?values?\s{0,20}\(/gi
const PHP_STRING = /\bs:\d{1,6}:\\*"([^"\\]{1,80})\\*";/g
const KUBERNETES_SECRET = /^[ \t-]*kind:[ \t]*["']?Secret["']?[ \t]*$/m

/** Whether such a list in `text` names a credential. */
export function listsSecret(text: string): boolean {
  if (text.length < 16) return false
  if (/\r?\n/.test(text) && (tableHoldsSecret(text) || KUBERNETES_SECRET.test(text))) return true
  if (/\binto\b/i.test(text)) {
    for (const [, columns] of text.matchAll(SQL_INSERT)) if (columns!.split(',').some((each) => isSecretPhrase(each))) return true
  }
  if (!/\bs:\d/.test(text)) return false
  for (const [, name] of text.matchAll(PHP_STRING)) if (isSecretName(name!, 'json')) return true
  return false
}

/** Looks for a line of names followed by a line with at least as many cells. */
function tableHoldsSecret(text: string): boolean {
  const lines = text.split(/\r?\n/, 2000)
  return lines.some((line, i) => {
    if (line.length > LINE_CHARS_MAX || i + 1 === lines.length || !isSecretPhrase(line)) return false
    return [',', ';', '\t', '|'].some((mark) => {
      const cells = line.split(mark)
      return cells.length > 1 && cells.every(isTitle) && cells.some(namesSecret) && hasCells(lines[i + 1]!, mark, cells.length)
    })
  })
}

function namesSecret(cell: string): boolean {
  return isSecretPhrase(unquoted(cell))
}

function isTitle(cell: string): boolean {
  return /^(?:[\p{L}\p{N}_.#/()-]{1,40} ?){0,4}$/u.test(unquoted(cell))
}

function unquoted(cell: string): string {
  return cell.trim().replace(/^["']|["']$/g, '')
}

function hasCells(line: string, mark: string, count: number): boolean {
  return line.length <= 20 * LINE_CHARS_MAX && line.split(mark).length >= count
}
