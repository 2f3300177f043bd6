import { utf8Text } from '#lib/core/content'
import type { ContentType } from '#lib/core/content-type'

/** `charset` is a label from the Encoding Standard. */
export type DecodedText = { text: string; charset: string; notes: readonly string[] }

/**
 * Decodes `bytes`. A byte order mark decides the charset, then the declared charset, then UTF-8, the default of JSON and the web.
 * A byte order mark stays in the text, so that offsets in the text match the body. Bytes that are invalid in the charset become U+FFFD.
 */
export function decodeText(bytes: Uint8Array, contentType: ContentType): DecodedText {
  const declared = contentType.parameters.get('charset') ?? null
  const charset = markedCharset(bytes) ?? declared ?? 'utf-8'
  const decoder = decoderFor(charset)
  if (decoder === null) {
    const read = decodeUtf8(bytes)
    return { ...read, notes: [`The charset "${charset.slice(0, 40)}" is not supported; read as UTF-8.`, ...read.notes] }
  }
  if (decoder.encoding === 'utf-8') return decodeUtf8(bytes)
  const { encoding } = decoder
  const notes = fits(bytes, encoding) ? [] : [`Some bytes are not ${encoding}; they are shown as \uFFFD. Hex shows them.`]
  if (declared !== null && encoding !== 'utf-16le' && encoding !== 'utf-16be' && readsAsUtf8(bytes)) {
    notes.push(
      `The type says ${declared.slice(0, 40)}, but the bytes read as UTF-8 too: the sender may have named the wrong charset.`,
    )
  }
  return { text: decoder.decode(bytes), charset: encoding, notes }
}

function decodeUtf8(bytes: Uint8Array): DecodedText {
  const exact = utf8Text(bytes)
  if (exact !== null) return { text: exact, charset: 'utf-8', notes: [] }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  return { text, charset: 'utf-8', notes: ['Some bytes are not UTF-8; they are shown as \uFFFD. Hex shows them.'] }
}

/** Uses a fatal decoder: U+FFFD in lenient output proves nothing, because the bytes themselves may contain it. */
function fits(bytes: Uint8Array, charset: string): boolean {
  try {
    new TextDecoder(charset, { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** Bytes over 0x7f that form valid UTF-8 are almost always UTF-8. ISO-2022-JP has no such bytes. */
function readsAsUtf8(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte > 0x7f) && utf8Text(bytes) !== null
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

/** The first bytes as latin-1, without a UTF-8 byte order mark and leading white space, for guessing the format. */
export function headText(bytes: Uint8Array, length = 512): string {
  const marked = markedCharset(bytes) === 'utf-8' ? 3 : 0
  return String.fromCharCode(...bytes.subarray(marked, marked + length)).replace(/^[\s\0]+/, '')
}

/** Whether the media type declares UTF-16, where half of the bytes may be NUL. */
export function saysUtf16({ parameters }: ContentType): boolean {
  return /^utf-?16(?:le|be)?$/i.test(parameters.get('charset') ?? '')
}

/** Whether the first 1,024 bytes have few control characters and no NUL, as text in any charset does. */
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
