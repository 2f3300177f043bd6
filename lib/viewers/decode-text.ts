import { utf8Text } from '#lib/core/content'
import type { ContentType } from './content-type'

/** `charset` is a label of the Encoding standard. `exact`: encoding the text again would give the bytes back. */
export type DecodedText = { text: string; charset: string; exact: boolean; notes: readonly string[] }

/**
 * The text of `bytes`: a byte order mark decides, then the declared charset, then UTF-8, which JSON and the web imply.
 * A byte order mark stays in the text, so that spans of the text are spans of the body. Bytes that are not of the charset become U+FFFD.
 */
export function decodeText(bytes: Uint8Array, contentType: ContentType): DecodedText {
  const declared = contentType.parameters.get('charset') ?? null
  const charset = markedCharset(bytes) ?? declared ?? 'utf-8'
  const decoder = decoderFor(charset)
  if (decoder === null) {
    return { ...decodeUtf8(bytes), notes: [`The charset "${charset.slice(0, 40)}" is not known here; read as UTF-8.`] }
  }
  if (decoder.encoding === 'utf-8') return decodeUtf8(bytes)
  const text = decoder.decode(bytes)
  const notes = text.includes('\uFFFD') ? [`Some bytes are not ${decoder.encoding}; they are shown as \uFFFD.`] : []
  return { text, charset: decoder.encoding, exact: notes.length === 0, notes }
}

function decodeUtf8(bytes: Uint8Array): DecodedText {
  const exact = utf8Text(bytes)
  if (exact !== null) return { text: exact, charset: 'utf-8', exact: true, notes: [] }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  return { text, charset: 'utf-8', exact: false, notes: ['Some bytes are not UTF-8; they are shown as \uFFFD. Hex shows them.'] }
}

function markedCharset(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return null
}

function decoderFor(charset: string): TextDecoder | null {
  try {
    return new TextDecoder(charset, { ignoreBOM: true })
  } catch {
    return null
  }
}

/** The first bytes as latin-1, without a UTF-8 byte order mark and leading white space: what guesses look at. */
export function headText(bytes: Uint8Array, length = 512): string {
  const marked = markedCharset(bytes) === 'utf-8' ? 3 : 0
  return String.fromCharCode(...bytes.subarray(marked, marked + length)).replace(/^[\s\0]+/, '')
}

/** Few control characters and no NUL among the first 1,024 bytes: text in some charset. */
export function looksLikeText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 1024)
  if (markedCharset(bytes)?.startsWith('utf-16')) return true
  let controls = 0
  for (const byte of head) {
    if (byte === 0) return false
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b && byte !== 0x0c) controls++
  }
  return controls * 50 <= head.length && (utf8Head(head) || controls === 0)
}

/** The cut at 1,024 bytes may fall inside a character. */
function utf8Head(head: Uint8Array): boolean {
  return [0, 1, 2, 3].some((cut) => utf8Text(head.subarray(0, Math.max(0, head.length - cut))) !== null)
}
