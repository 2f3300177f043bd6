import { fromBase64, toBase64, utf8Text } from '../content'

// The encodings in which a text may be wrapped inside another. A decoder that does not apply returns null or the same text.

const looseUtf8 = new TextDecoder('utf-8', { ignoreBOM: true })
/** Shorter texts are decoded without `decodeURIComponent`: an exception for each of 100,000 names would take long. */
const NATIVE_CHARS_MIN = 200

/** Decodes `+` and `%XX` as forms do. Invalid encoding is decoded as far as possible. */
export function percentDecoded(text: string): string {
  if (!/[%+]/.test(text)) return text
  const spaced = text.replaceAll('+', ' ')
  if (spaced.length < NATIVE_CHARS_MIN) return decodePercent(spaced)
  try {
    return decodeURIComponent(spaced)
  } catch {
    return decodePercent(spaced)
  }
}

/** Decodes `%XX`, even if it is not UTF-8 or only part of the text is encoded. */
export function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => looseUtf8.decode(bytesOfHex(run.replaceAll('%', ''))))
}

/** Decodes `\u0070`, `\u{70}`, `\x70`, and the `\"` of JSON inside JSON. */
export function decodeEscapes(text: string): string {
  return text.replace(
    /(?<!\\)\\+(?:u([0-9a-f]{4})|u\{([0-9a-f]{1,6})\}|x([0-9a-f]{2})|(["'/nrt]))/gi,
    (_, a, b, c, plain: string) => {
      if (plain !== undefined) return ({ n: '\n', r: '\r', t: '\t' } as Record<string, string>)[plain] ?? plain
      return codePoint(Number.parseInt(a ?? b ?? c, 16))
    },
  )
}

const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  amp: '&',
  colon: ':',
  equals: '=',
  nbsp: ' ',
  newline: '\n',
  tab: '\t',
  lowbar: '_',
  lcub: '{',
  rcub: '}',
  lbrace: '{',
  rbrace: '}',
  comma: ',',
  semi: ';',
  sol: '/',
  commat: '@',
  period: '.',
  plus: '+',
  num: '#',
}

export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));?/gi, (all, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[(name as string).toLowerCase()] ?? all
    return codePoint(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal))
  })
}

/** Decodes `=3D`, and joins lines that end with `=`. */
export function decodeQuotedPrintable(text: string): string {
  return text
    .replace(/=\r?\n/g, '')
    .replace(/(?:=[0-9a-f]{2})+/gi, (run) => looseUtf8.decode(bytesOfHex(run.replaceAll('=', ''))))
}

/** What base64 or hex contained: text, which `again` encodes again; the readable parts of `binary` data; or compressed data (`packed`). */
export type Unwrapped = { text: string; again(text: string): string } | { binary: string } | { packed: true }

export function unwrapBase64(run: string): Unwrapped | null {
  const compact = run.replace(/\s+/g, '').replace(/=+$/, '')
  if (!/^[A-Za-z0-9+/_-]+$/.test(compact)) return null
  const even = compact.length % 4 === 1 ? compact.slice(0, -1) : compact
  const bytes = fromBase64(even.replaceAll('-', '+').replaceAll('_', '/') + '='.repeat((4 - (even.length % 4)) % 4))
  return unwrapped(bytes, (text) => {
    const encoded = toBase64(new TextEncoder().encode(text))
    const safe = /[-_]/.test(run) ? encoded.replaceAll('+', '-').replaceAll('/', '_') : encoded
    return /=$/.test(run) || run.length % 4 === 0 ? safe : safe.replace(/=+$/, '')
  })
}

export function unwrapHex(run: string): Unwrapped | null {
  const compact = run.replace(/^0x/i, '').replace(/[\s:-]+/g, '')
  if (!/^(?:[0-9a-f]{2})+$/i.test(compact)) return null
  return unwrapped(bytesOfHex(compact), (text) =>
    Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join(''),
  )
}

export function unwrapBytes(bytes: Uint8Array): Unwrapped {
  return unwrapped(bytes, (text) => text)
}

function unwrapped(bytes: Uint8Array, again: (text: string) => string): Unwrapped {
  if (isPacked(bytes)) return { packed: true }
  const narrow = isWide(bytes) ? bytes.filter((byte) => byte !== 0 && byte < 0xfe) : bytes
  const text = printableText(narrow)
  if (text !== null) return { text, again }
  return { binary: narrow.length < 12 ? '' : latin1(narrow.subarray(0, 20_000)).replace(/[^\x20-\x7e]+/g, '\n') }
}

/** Whether it is probably UTF-16 of Latin letters: every other byte is zero. */
function isWide(bytes: Uint8Array): boolean {
  let zeros = 0
  for (const byte of bytes) if (byte === 0) zeros += 1
  return zeros > 0 && zeros * 2 >= bytes.length - 3
}

/** null if it has control characters or is not UTF-8. Most text that only looks like base64 is rejected here, after a few bytes. */
function printableText(bytes: Uint8Array): string | null {
  let ascii = true
  for (const byte of bytes) {
    if (byte < 0x20 ? byte !== 0x09 && byte !== 0x0a && byte !== 0x0d : byte === 0x7f) return null
    if (byte > 0x7f) ascii = false
  }
  return ascii ? latin1(bytes) : utf8Text(bytes)
}

function latin1(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return text
}

/** Recognises gzip, zlib, bzip2, zstd, xz and zip by their first bytes. */
function isPacked(bytes: Uint8Array): boolean {
  if (bytes.length < 12) return false
  const [a, b, c, d] = bytes as unknown as [number, number, number, number]
  if (a === 0x1f && b === 0x8b) return c === 8
  if (a === 0x78 && (b === 0x01 || b === 0x5e || b === 0x9c || b === 0xda)) return true
  if (a === 0x50 && b === 0x4b) return c <= 8 && d <= 8
  if (a === 0x42 && b === 0x5a && c === 0x68) return true
  return (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) || (a === 0xfd && b === 0x37 && c === 0x7a)
}

function bytesOfHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length >> 1)
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
}
