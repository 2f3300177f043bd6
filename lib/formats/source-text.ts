/** Called repeatedly with all matches so far, in order. `share`: how much of the text was searched, from 0 to 1. */
export type OnMatches = (matches: readonly number[], share: number, over: boolean) => void

/** How strings are written in a text: as they are, as JSON literals with `\\` escapes, or as form fields with `%` and `+` in a charset. */
export type Escaping = 'plain' | 'literals' | `fields ${string}`

/** Text that can be read in pieces. A plain string qualifies. Offsets are UTF-16 units. */
export type SourceText = {
  readonly length: number
  slice(start: number, end?: number): string
  charCodeAt(at: number): number
  /** Searches in a worker if the text is too long to search here. Returns a function that stops the search. */
  findAll?(needle: string, escaping: Escaping, found: OnMatches): () => void
}

const CHUNK = 0x8000 // String.fromCharCode takes its arguments on the stack, which is limited

/**
 * The UTF-16 units of a text, as bytes if all are below 0x80. A worker can transfer such an array to the page without copying it;
 * a string is copied.
 */
export function textUnits(text: string): Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> {
  const ascii = new Uint8Array(text.length)
  const { written, read } = new TextEncoder().encodeInto(text, ascii)
  if (read === text.length && written === read) return ascii
  return Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
}

/** A text backed by its UTF-16 units. Only the parts that are read become strings. */
export class UnitText implements SourceText {
  constructor(private readonly units: Uint8Array | Uint16Array) {}

  get length(): number {
    return this.units.length
  }

  slice(start: number, end = this.length): string {
    const piece = this.units.subarray(start, end)
    let text = ''
    for (let at = 0; at < piece.length; at += CHUNK) text += String.fromCharCode(...piece.subarray(at, at + CHUNK))
    return text
  }

  charCodeAt(at: number): number {
    return this.units[at] ?? Number.NaN
  }
}
