/** Called with more and more of the matches, in order. `share`: how much of the text was looked at, from 0 to 1. */
export type Found = (matches: readonly number[], share: number, over: boolean) => void

/** How strings stand in a text: as they are, as JSON literals with `\\` escapes, or as a form's fields with `%` and `+`, in a charset. */
export type Written = 'plain' | 'literals' | `fields ${string}`

/** Text that is read in pieces; a string is one. Offsets are UTF-16 units. */
export type SourceText = {
  readonly length: number
  slice(start: number, end?: number): string
  charCodeAt(at: number): number
  /** Searches elsewhere, where the text is too long to be searched here. Returns the way to stop it. */
  findAll?(needle: string, written: Written, found: Found): () => void
}

const CHUNK = 0x8000 // String.fromCharCode takes its arguments on the stack

/**
 * The UTF-16 units of a text, in bytes where all are below 0x80. A worker hands such an array to the page at no cost, however
 * long it is; a string is copied.
 */
export function textUnits(text: string): Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> {
  const ascii = new Uint8Array(text.length)
  const { written, read } = new TextEncoder().encodeInto(text, ascii)
  if (read === text.length && written === read) return ascii
  return Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
}

/** A text by its units: what is read becomes a string, the rest never does. */
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
