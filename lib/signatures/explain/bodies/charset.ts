import { concat, utf8 } from '../../bytes'
import type { BodyVariant, SentBody } from './variant'

const BOM = Uint8Array.of(0xef, 0xbb, 0xbf)

const variant = (what: string, bytes: () => Uint8Array | null): BodyVariant => ({ code: 'body_charset', what, bytes })

/** Comes before the variants that trim or parse the text, because both lose a byte order mark too. */
export function bomVariants({ body }: SentBody): BodyVariant[] {
  return hasBom(body) ? [variant('the body without its byte order mark', () => body.subarray(3))] : []
}

function hasBom(body: Uint8Array): boolean {
  return BOM.every((byte, at) => body[at] === byte)
}

/** The text was signed in a different charset from the one it was sent in. */
export function charsetVariants({ body, text }: SentBody): BodyVariant[] {
  const always = hasBom(body) ? [] : [variant('the body after a byte order mark', () => concat([BOM, body]))]
  if (text === null) {
    return [
      ...always,
      variant('the body read as Latin-1 and written as UTF-8', () => utf8(decoded('iso-8859-1', body))),
      variant('the body with U+FFFD for every byte that is not UTF-8', () => utf8(decoded('utf-8', body))),
    ]
  }
  const utf16 = [
    variant('the text in UTF-16 (little-endian)', () => utf16Bytes(text, true)),
    variant('the text in UTF-16 (big-endian)', () => utf16Bytes(text, false)),
  ]
  if (!/[\u0080-\uffff]/.test(text)) return [...always, ...utf16]
  return [
    variant('the text in Latin-1', () => oneByteEach(text, null)),
    variant('the text in Latin-1, with ? for other characters', () => oneByteEach(text, 0x3f)),
    variant('the text in ASCII, with ? for every other character', () => utf8(text.replace(/[\u0080-\uffff]/gu, '?'))),
    variant('the text in Windows-1252', () => windows1252(text)),
    variant('the text encoded as UTF-8 twice', () => utf8(decoded('iso-8859-1', body))),
    variant('the text in Unicode form NFC', () => utf8(text.normalize('NFC'))),
    variant('the text in Unicode form NFD', () => utf8(text.normalize('NFD'))),
    variant('the low byte of each character, as Buffer.from(text, "binary") writes it', () => lowBytes(text)),
    ...always,
    ...utf16,
  ]
}

function decoded(label: 'utf-8' | 'iso-8859-1', bytes: Uint8Array): string {
  if (label === 'utf-8') return new TextDecoder().decode(bytes)
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return text // the label `iso-8859-1` of TextDecoder means Windows-1252
}

/** null if a character has no code and `other` is null. */
function oneByteEach(text: string, other: number | null): Uint8Array | null {
  if (other === null && /[^\0-\u00ff]/.test(text)) return null
  const whole = text.replace(/[^\0-\u00ff]/gu, String.fromCharCode(other ?? 0))
  const bytes = new Uint8Array(whole.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = whole.charCodeAt(i)
  return bytes
}

/** The characters of 0x80 to 0x9F, where Windows-1252 differs from Latin-1. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

function windows1252(text: string): Uint8Array | null {
  const replaced = text.replace(/[^\0-\u00ff]/g, (char) => {
    const at = WINDOWS_1252.indexOf(char)
    return at < 0 ? char : String.fromCharCode(0x80 + at)
  })
  return oneByteEach(replaced, null)
}

function utf16Bytes(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2))
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), littleEndian)
  return new Uint8Array(view.buffer)
}

function lowBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i) & 0xff
  return bytes
}
