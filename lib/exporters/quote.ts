import { toBase64 } from '#lib/core/content'

// What a reader or a terminal would not show as it is: control characters, line separators, the byte order mark, and marks
// that turn the direction of text, with which a sender could make pasted code look like other code.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const HIDDEN_ALL = new RegExp(HIDDEN, 'gu')

/** Whether `text` holds nothing that hides or steers; a line feed is allowed where `multiline`. */
export function isVisible(text: string, { multiline = false } = {}): boolean {
  return !HIDDEN.test(multiline ? text.replaceAll('\n', '') : text)
}

/** A string literal for JavaScript, Python and Go alike. Lone surrogates have no place in it. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(HIDDEN_ALL, unicodeEscape)
}

/** What is beyond U+FFFF stays: the three languages write it in three ways. */
function unicodeEscape(char: string): string {
  return char.length > 1 ? char : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Base64 in lines of 76 characters. */
export function base64Lines(bytes: Uint8Array): string {
  return toBase64(bytes).replace(/.{76}(?=.)/g, '$&\n')
}
