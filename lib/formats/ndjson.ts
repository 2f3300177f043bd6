import { decodeText, headText } from './decode-text'
import type { Format } from './format'
import { looksLikeJson } from './json'
import { type Scan, scanValue } from './json-scan'
import { findLines } from './text-block'
import { TreeBuilder } from './tree-builder'

const TYPES = new Set([
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/jsonlines',
  'application/x-jsonlines',
])

/** One JSON value per line. A line that is not JSON is kept as text, with the reason. */
export const ndjson: Format = {
  guess({ bytes, contentType }) {
    if (TYPES.has(contentType.essence ?? '')) return 92
    // Two complete objects on two lines cannot be a single JSON text.
    const [first, second] = headText(bytes, 2048).split(/\r?\n/, 2)
    return second !== undefined && isObjectLine(first!) && looksLikeJson(second) ? 80 : 0
  },
  view({ bytes, contentType }, progress) {
    const { text, notes } = decodeText(bytes, contentType)
    const builder = new TreeBuilder()
    const starts = findLines(text)
    builder.begin('lines', 0)
    let brokenLines = 0
    for (let line = 0; line < starts.length && !builder.full; line++) {
      if (!readLine({ text, at: starts[line]!, end: starts[line + 1] ?? text.length, builder, progress })) brokenLines++
    }
    builder.close(text.length)
    const tree = builder.finish(text)
    if (tree.size === 1) return { failed: 'there is no line with a value' }
    const odd =
      brokenLines > 0 ? [`${brokenLines} ${brokenLines === 1 ? 'line is' : 'lines are'} not JSON, and shown as text.`] : []
    const cut = builder.full ? [`The tree ends after ${builder.size} values.`] : []
    return { view: { shape: 'tree', tree }, notes: [...notes, ...odd, ...cut] }
  },
}

function isObjectLine(line: string): boolean {
  return /^\s*\{.*\}\s*$/.test(line) && looksLikeJson(line)
}

/** Returns false if the line is not a JSON value. */
function readLine(scan: Scan): boolean {
  const { builder, text, at, end } = scan
  const [first, last] = contentSpan(text, at, end)
  if (first === last) return true
  const depth = builder.depth
  const node = builder.size
  scan.at = first
  scan.end = last
  const problem = scanValue(scan)
  if (problem === null && scan.at === last) return true
  builder.closeDownTo(depth, problem?.restAt ?? scan.at)
  const restAt = problem?.restAt ?? contentSpan(text, scan.at, last)[0]
  const broken = builder.leaf('broken', restAt, last)
  builder.notes.set(broken, problem?.message ?? 'the value is complete, but more text follows')
  return node === broken && restAt === last
}

/** Trims white space and a byte order mark. */
function contentSpan(text: string, start: number, end: number): [number, number] {
  let first = start
  let last = end
  while (first < last && /[\s\uFEFF]/.test(text[first]!)) first++
  while (last > first && /\s/.test(text[last - 1]!)) last--
  return [first, last]
}
