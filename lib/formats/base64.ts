import { fromBase64 } from '#lib/core/content'

/** The bytes of standard or URL-safe base64 (RFC 4648), with or without padding, line breaks allowed; null if it is neither. */
export function base64Bytes(text: string): Uint8Array | null {
  const plain = text
    .replace(/[\r\n]/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/')
  const unpadded = plain.endsWith('==') ? plain.slice(0, -2) : plain.endsWith('=') ? plain.slice(0, -1) : plain
  if (unpadded.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(unpadded)) return null
  try {
    return fromBase64(unpadded.padEnd(Math.ceil(unpadded.length / 4) * 4, '='))
  } catch {
    return null
  }
}
