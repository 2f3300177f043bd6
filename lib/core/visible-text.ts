/** Either unchanged text, or the escape of one character that is invisible or would reorder its surroundings. */
export type VisiblePiece = { text: string; hidden: boolean }

// Control and format characters (direction marks, zero-width ones, tags), line separators, invisible fillers, and lone surrogates. Not tabs and
// line feeds, which the layout shows, nor Arabic number signs and the like, which are format characters but visible.
const HIDDEN =
  /[^\P{Cc}\t\n]|[^\P{Cf}\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]|[\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5/u
const HIDDEN_ALL = new RegExp(HIDDEN, 'gu')
/** Joins the parts of an emoji, such as a family. */
const JOINER = '\u200d'
const EMOJI_BEFORE = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)$/u
const EMOJI_AFTER = /^\p{Extended_Pictographic}/u

/** Splits `text` so that a page can show each hidden character as its escape. */
export function visiblePieces(text: string): VisiblePiece[] {
  if (!HIDDEN.test(text)) return text === '' ? [] : [{ text, hidden: false }]
  const pieces: VisiblePiece[] = []
  let from = 0
  for (const { 0: char, index } of text.matchAll(HIDDEN_ALL)) {
    const end = index + char.length
    if (char === JOINER && EMOJI_BEFORE.test(text.slice(0, index)) && EMOJI_AFTER.test(text.slice(end))) continue
    if (index > from) pieces.push({ text: text.slice(from, index), hidden: false })
    pieces.push({ text: escapeOf(char), hidden: true })
    from = end
  }
  if (from < text.length) pieces.push({ text: text.slice(from), hidden: false })
  return pieces
}

// Hebrew, Arabic and their neighbours, and the right-to-left scripts beyond U+FFFF.
const TO_THE_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** Whether showing `text` as it is would change or hide its surroundings. */
export function needsIsolation(text: string): boolean {
  return HIDDEN.test(text) || TO_THE_LEFT.test(text)
}

/** `text` with its hidden characters escaped, as one string: for titles, labels and messages. */
export function visibleText(text: string): string {
  return visiblePieces(text)
    .map((piece) => piece.text)
    .join('')
}

function escapeOf(char: string): string {
  const digits = char.codePointAt(0)!.toString(16).toUpperCase()
  return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`
}
