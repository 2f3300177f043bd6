/** A stretch of text as it is, or one character that would not show, or would reorder what is around it, as an escape. */
export type VisiblePiece = { text: string; hidden: boolean }

// Control and format characters (direction marks, zero-width ones, tags), line separators, fillers that look like nothing, and
// lone surrogates. Tabs and line feeds are laid out. Number signs of Arabic and the like are format characters that do show.
const HIDDEN =
  /[^\P{Cc}\t\n]|[^\P{Cf}\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]|[\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5/u
const HIDDEN_ALL = new RegExp(HIDDEN, 'gu')
/** Joins the parts of an emoji, as in a family. */
const JOINER = '\u200d'
const EMOJI_BEFORE = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)$/u
const EMOJI_AFTER = /^\p{Extended_Pictographic}/u

/** Cuts `text` so that a page can draw each hidden character as its escape; the pieces' originals join to the text. */
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

// Hebrew, Arabic and their neighbours, and the scripts beyond U+FFFF that are written to the left.
const TO_THE_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** Whether `text`, drawn as it is, changes or hides what is around it. */
export function needsIsolation(text: string): boolean {
  return HIDDEN.test(text) || TO_THE_LEFT.test(text)
}

/** The same as one text, for titles, labels and messages. */
export function visibleText(text: string): string {
  return visiblePieces(text)
    .map((piece) => piece.text)
    .join('')
}

function escapeOf(char: string): string {
  const digits = char.codePointAt(0)!.toString(16).toUpperCase()
  return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`
}
