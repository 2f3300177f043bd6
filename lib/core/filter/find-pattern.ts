import type { Pattern } from './filter'

/** Whether a text matches a pattern. Created once and called often. Its time is linear in the text, whatever the pattern. */
export type FindText = (text: string) => boolean

/** The pattern must match the whole text. */
export function wholeText(pattern: Pattern, { matchCase = false } = {}): FindText {
  const pieces = matchCase ? pattern : pattern.map((piece) => piece.toLowerCase())
  const first = pieces[0]!
  const last = pieces.at(-1)!
  return (given) => {
    const text = matchCase ? given : given.toLowerCase()
    if (pieces.length === 1) return text === first
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
    return holdsInOrder(text, pieces.slice(1, -1), first.length, text.length - last.length)
  }
}

/** The pattern may match anywhere in the text, which must be in lower case already. */
export function partOfLower(pattern: Pattern): FindText {
  const pieces = pattern.map((piece) => piece.toLowerCase())
  return (lower) => holdsInOrder(lower, pieces, 0, lower.length)
}

function holdsInOrder(text: string, pieces: readonly string[], from: number, to: number): boolean {
  let at = from
  for (const piece of pieces) {
    const found = text.indexOf(piece, at)
    if (found < 0 || found + piece.length > to) return false
    at = found + piece.length
  }
  return true
}
