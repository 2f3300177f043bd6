export type HexLine = { offset: string; hex: string; ascii: string }

const PER_LINE = 16

/** The lines of a hex view: offset, sixteen bytes, and the same as ASCII with a dot for what does not print. */
export function hexLines(bytes: Uint8Array): HexLine[] {
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
