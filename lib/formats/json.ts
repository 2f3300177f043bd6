import { isJsonType } from '#lib/core/content-type'
import { decodeText, headText } from './decode-text'
import { cutNotes, type Format, noProgress, type Progress } from './format'
import { placeProblem, type Scan, scanValue } from './json-scan'
import type { Tree } from './tree'
import { TreeBuilder } from './tree-builder'

/** Parses JSON into a tree, up to the first error. */
export function parseJson(text: string, progress: Progress = noProgress, builder = new TreeBuilder()): Tree {
  const scan: Scan = { text, at: text.startsWith('\uFEFF') ? 1 : 0, end: text.length, builder, progress }
  const problem = scanValue(scan) ?? trailingProblem(scan)
  builder.closeDownTo(0, problem?.restAt ?? scan.at)
  return builder.finish(text, problem === null ? null : placeProblem(text, problem))
}

function trailingProblem(scan: Scan) {
  const rest = /[^ \t\r\n]/g
  rest.lastIndex = scan.at
  const at = rest.exec(scan.text)?.index ?? null
  return at === null ? null : { at, restAt: at, message: 'the value is complete, but more text follows' }
}

/** Whether the first characters can start a JSON object or array. */
export function looksLikeJson(head: string): boolean {
  return /^(?:\{\s*(?:"|\}|$)|\[\s*(?:["{[\]\d-]|true|false|null|$))/.test(head)
}

/** Lossless JSON (RFC 8259): keeps number text, key order and duplicate keys. */
export const json: Format = {
  guess({ bytes, contentType }) {
    if (isJsonType(contentType.essence)) return 90
    return looksLikeJson(headText(bytes, 64)) ? 70 : 0
  },
  view({ bytes, contentType, cut }, progress) {
    const { text, notes } = decodeText(bytes, contentType)
    const tree = parseJson(text, progress)
    if (tree.size === 0) return { failed: tree.problem?.message ?? 'there is no value' }
    const odd = tree.flags.some((flag) => (flag & 1) !== 0) ? ['An object has a duplicate key; both are kept.'] : []
    const missing = tree.problem === null ? [] : cutNotes(cut, 'the JSON is not complete')
    return { view: { shape: 'tree', tree }, notes: [...notes, ...odd, ...missing] }
  },
}
