const ASCII_OR_ESCAPES = /\p{ASCII}+/gu

/**
 * Decodes form text: `+` is a space, and `%41` a byte in `charset`. A `%` without two hex digits stays as it is. ASCII
 * characters are decoded together with the escapes: in Shift_JIS and GBK, the second byte of a character may be a plain letter.
 */
export function formText(source: string, charset = 'utf-8'): string {
  if (!/[+%]/.test(source)) return source
  if (!source.includes('%')) return source.replaceAll('+', ' ')
  const decoder = new TextDecoder(charset, { ignoreBOM: true })
  return source.replace(ASCII_OR_ESCAPES, (run) => decoder.decode(formBytes(run)))
}

/** Whether all escapes are valid in this charset. */
export function escapesFit(source: string, charset: string): boolean {
  const decoder = new TextDecoder(charset, { fatal: true })
  try {
    for (const [run] of source.matchAll(ASCII_OR_ESCAPES)) decoder.decode(formBytes(run))
    return true
  } catch {
    return false
  }
}

function formBytes(ascii: string): Uint8Array {
  const bytes = new TextEncoder().encode(ascii)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const escaped = bytes[at] === 0x25 ? hexByte(bytes, at + 1) : null
    bytes[length++] = escaped ?? (bytes[at] === 0x2b ? 0x20 : bytes[at]!)
    if (escaped !== null) at += 2
  }
  return bytes.subarray(0, length)
}

function hexByte(bytes: Uint8Array, at: number): number | null {
  const digits = String.fromCharCode(...bytes.subarray(at, at + 2))
  return /^[0-9a-f]{2}$/i.test(digits) ? Number.parseInt(digits, 16) : null
}
