import type { Format } from './format'

/** One line of the dump: the bytes in hex, and in ASCII with a dot for bytes that are not printable. */
export type HexRow = { offset: number; hex: readonly string[]; ascii: string }

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Row `row` of a dump with `width` bytes per row; the last may be shorter. */
export function hexRow(bytes: Uint8Array, row: number, width: number): HexRow {
  const offset = row * width
  const part = bytes.subarray(offset, offset + width)
  return { offset, hex: Array.from(part, (byte) => HEX[byte]!), ascii: asciiOf(part) }
}

/** Every byte in hex, without spaces. */
export function hexText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += HEX[byte]!
  return text
}

function asciiOf(bytes: Uint8Array): string {
  let ascii = ''
  for (const byte of bytes) ascii += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'
  return ascii
}

/** Shows any bytes. The fallback if no other format fits. */
export const hex: Format = {
  guess: () => 1,
  view: () => ({ view: { shape: 'hex' }, notes: [] }),
}
