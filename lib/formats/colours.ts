/** Kinds of source text that have a colour. */
export const COLOURS = ['mark', 'name', 'key', 'string', 'number', 'word', 'comment'] as const
export type Colour = (typeof COLOURS)[number]

/**
 * Coloured spans of a text, in order, without overlap: span `i` runs from `spans[2 * i]` to `spans[2 * i + 1]`, and `kinds[i]` is an index
 * into `COLOURS`. Text outside the spans has no colour.
 */
export type Coloured = { spans: Uint32Array; kinds: Uint8Array }

export type ColourSpan = { start: number; end: number; colour: Colour }

/** Longer texts get no colours: nobody reads them that way. */
const CHARS_MAX = 2_000_000

/** The spans of a text, from a language's tokens; null if the text is too long. */
export function colourText(text: string, tokens: (text: string) => Iterable<ColourSpan>): Coloured | null {
  if (text.length > CHARS_MAX) return null
  const spans: number[] = []
  const kinds: number[] = []
  for (const { start, end, colour } of tokens(text)) {
    spans.push(start, end)
    kinds.push(COLOURS.indexOf(colour))
  }
  return { spans: Uint32Array.from(spans), kinds: Uint8Array.from(kinds) }
}

/** Splits `start` to `end` into pieces, each with its colour or null. */
export function colourPieces({ spans, kinds }: Coloured, start: number, end: number): { end: number; colour: Colour | null }[] {
  const pieces: { end: number; colour: Colour | null }[] = []
  let at = start
  for (let i = firstSpan(spans, start); i < kinds.length && spans[i * 2]! < end; i++) {
    const from = Math.max(start, spans[i * 2]!)
    const to = Math.min(end, spans[i * 2 + 1]!)
    if (from > at) pieces.push({ end: from, colour: null })
    if (to > from) pieces.push({ end: to, colour: COLOURS[kinds[i]!]! })
    at = Math.max(at, to)
  }
  if (at < end) pieces.push({ end, colour: null })
  return pieces
}

/** The first span that ends after `offset`. */
function firstSpan(spans: Uint32Array, offset: number): number {
  let low = 0
  let high = spans.length / 2
  while (low < high) {
    const middle = (low + high) >> 1
    if (spans[middle * 2 + 1]! <= offset) low = middle + 1
    else high = middle
  }
  return low
}
