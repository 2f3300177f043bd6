/** Bytes inside JSON: `utf8` only if decoding and encoding again gives the same bytes, otherwise `base64`. */
export type EncodedBytes = { encoding: 'utf8' | 'base64'; data: string }

// ignoreBOM keeps a leading byte order mark in the text, so that encoding gives it back.
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of `bytes` if they are valid UTF-8, otherwise null. */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return null
  }
}

/** Text whose characters are bytes (Latin-1), decoded as UTF-8; null if it is ASCII, or not UTF-8. */
export function decodedUtf8(latin1: string): string | null {
  if (!/[\x80-\xff]/.test(latin1) || /[^\0-\xff]/.test(latin1)) return null
  return utf8Text(Uint8Array.from(latin1, (char) => char.charCodeAt(0)))
}

/** Chooses the encoding that preserves the exact bytes. */
export function encodeBytes(bytes: Uint8Array): EncodedBytes {
  const text = utf8Text(bytes)
  return text === null ? { encoding: 'base64', data: toBase64(bytes) } : { encoding: 'utf8', data: text }
}

/** @throws {DOMException} `InvalidCharacterError` if `encoding` is base64, but `data` is not. */
export function decodeBytes({ encoding, data }: EncodedBytes): Uint8Array {
  return encoding === 'utf8' ? new TextEncoder().encode(data) : fromBase64(data)
}

const CHUNK = 0x8000 // more arguments of String.fromCharCode could overflow the stack

/** Standard base64 with padding (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  // Not spread syntax, whose iterator takes five times as long.
  for (let i = 0; i < bytes.length; i += CHUNK) binary += Reflect.apply(String.fromCharCode, null, bytes.subarray(i, i + CHUNK))
  return btoa(binary)
}

/** @throws {DOMException} `InvalidCharacterError` if `text` is not base64. */
export function fromBase64(text: string): Uint8Array {
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i) // many times faster than Uint8Array.from
  return bytes
}
