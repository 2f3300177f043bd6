import { formText } from './form-text'
import type { Escaping } from './source-text'
import { literalText } from './tree'

/** Longer strings are searched only in their escaped form: decoding them takes too long. */
const READ_MAX = 4 << 20

type Slice = { from: number; to: number }
type Span = { start: number; end: number }

/**
 * Finds strings and keys that contain `needle` (in lower case) only after their escapes are decoded. Reports the offset of the first escape
 * of each, if that is in the slice. Works on the text alone, so that the search does not need the tree.
 */
export function searchEscapes(text: string, needle: string, escaping: Exclude<Escaping, 'plain'>, { from, to }: Slice): number[] {
  const charset = escaping === 'literals' ? null : escaping.slice('fields '.length)
  const mark = charset === null ? /\\/g : /[%+]/g
  const spanAt = charset === null ? literalAt : fieldAt
  const read = charset === null ? literalText : (source: string) => formText(source, charset)
  const found: number[] = []
  mark.lastIndex = from
  for (let match = mark.exec(text); match !== null && match.index < to; match = mark.exec(text)) {
    const { start, end } = spanAt(text, match.index)
    mark.lastIndex = Math.max(end, match.index + 1)
    if (start < from && text.slice(start, from).search(mark) >= 0) continue // its first escape was in the previous slice
    const source = text.slice(start, end)
    if (source.length > READ_MAX || source.toLowerCase().includes(needle)) continue
    if (read(source).toLowerCase().includes(needle)) found.push(match.index)
  }
  return found
}

/** The literal around an escape: from the nearest unescaped quote on the left to the nearest one on the right. */
function literalAt(text: string, at: number): Span {
  let start = text.lastIndexOf('"', at)
  while (start > 0 && isEscaped(text, start)) start = text.lastIndexOf('"', start - 1)
  let end = text.indexOf('"', at)
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return { start: Math.max(0, start), end: end < 0 ? text.length : end + 1 }
}

/** Whether an odd number of backslashes precedes `at`. */
function isEscaped(text: string, at: number): boolean {
  let first = at
  while (text[first - 1] === '\\') first--
  return (at - first) % 2 === 1
}

/** The name or the value around an escape. A value may contain `=`, a name may not. */
function fieldAt(text: string, at: number): Span {
  const start = text.lastIndexOf('&', at) + 1
  const next = text.indexOf('&', at)
  const end = next < 0 ? text.length : next
  const equals = text.indexOf('=', start)
  if (equals < 0 || equals >= end) return { start, end }
  return at < equals ? { start, end: equals } : { start: equals + 1, end }
}
