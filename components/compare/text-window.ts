import { decodeBytes, type EncodedBytes } from '#lib/core/content'

const TEXT_CHARS_MAX = 200_000
const HEX_BYTES_MAX = 16_384
/** How much is shown before the first difference. */
const LEAD_CHARS = 2_000
const LEAD_BYTES = 256

/** Two texts to show side by side. `note`: which part of the bodies they are. */
export type TextWindow = { before: string; after: string; note: string | null }

/** The bodies as text or, if binary, as hex. Of large ones, the part that starts shortly before the first difference. */
export function textWindow(before: EncodedBytes, after: EncodedBytes): TextWindow {
  if (before.encoding === 'utf8' && after.encoding === 'utf8') return windowOfText(before.data, after.data)
  return windowOfBytes(decodeBytes(before), decodeBytes(after))
}

function windowOfText(before: string, after: string): TextWindow {
  if (Math.max(before.length, after.length) <= TEXT_CHARS_MAX) return { before, after, note: null }
  const first = firstDifference(before, after)
  const from = Math.max(0, first - LEAD_CHARS)
  const part = (text: string) => text.slice(from, from + TEXT_CHARS_MAX)
  return { before: part(before), after: part(after), note: noteOf('characters', from, TEXT_CHARS_MAX, first) }
}

function windowOfBytes(before: Uint8Array, after: Uint8Array): TextWindow {
  if (Math.max(before.length, after.length) <= HEX_BYTES_MAX)
    return { before: hexText(before, 0), after: hexText(after, 0), note: null }
  const first = firstDifference(before, after)
  const from = Math.max(0, first - LEAD_BYTES) & ~15 // the start of a hex line
  const part = (bytes: Uint8Array) => hexText(bytes.subarray(from, from + HEX_BYTES_MAX), from)
  return { before: part(before), after: part(after), note: noteOf('bytes', from, HEX_BYTES_MAX, first) }
}

function firstDifference(before: ArrayLike<unknown>, after: ArrayLike<unknown>): number {
  const end = Math.min(before.length, after.length)
  for (let i = 0; i < end; i += 1) if (before[i] !== after[i]) return i
  return end
}

function noteOf(unit: string, from: number, count: number, first: number): string {
  const shown = (number: number) => number.toLocaleString('en-US')
  return `These bodies are large: ${shown(count)} ${unit}, starting at number ${shown(from)}, are compared. The first difference is at ${shown(first)}.`
}

function hexText(bytes: Uint8Array, from: number): string {
  const lines = hexLines(bytes)
  return lines.map(({ hex, ascii }, i) => `${(from + i * 16).toString(16).padStart(8, '0')}  ${hex}  ${ascii}`).join('\n')
}

type HexLine = { offset: string; hex: string; ascii: string }

const PER_LINE = 16

/** The lines of a hex view: offset, sixteen bytes, and the same as ASCII with a dot for unprintable bytes. */
function hexLines(bytes: Uint8Array): HexLine[] {
  const lines: HexLine[] = []
  for (let at = 0; at < bytes.length; at += PER_LINE) {
    const part = [...bytes.subarray(at, at + PER_LINE)]
    const pairs = part.map((byte) => byte.toString(16).padStart(2, '0'))
    lines.push({
      offset: at.toString(16).padStart(8, '0'),
      hex: `${pairs.slice(0, 8).join(' ')}  ${pairs.slice(8).join(' ')}`.padEnd(PER_LINE * 3),
      ascii: part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(''),
    })
  }
  return lines
}
