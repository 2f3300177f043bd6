import { toBase64 } from '#lib/core/content'

// Characters that are invisible or change how text is displayed: control characters, line separators, the byte order mark, and
// bidirectional marks, with which a sender could make pasted code look like other code.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const HIDDEN_ALL = new RegExp(HIDDEN, 'gu')

/** Whether `text` has no such characters. `multiline` allows line feeds. */
export function isVisible(text: string, { multiline = false } = {}): boolean {
  return !HIDDEN.test(multiline ? text.replaceAll('\n', '') : text)
}

/** Replaces such characters one by one. */
export function replaceHidden(text: string, replace: (char: string) => string): string {
  return text.replace(HIDDEN_ALL, replace)
}

/** A string literal for JavaScript. `text` must not contain lone surrogates. */
export function quoted(text: string): string {
  return replaceHidden(JSON.stringify(text), utf16Escapes)
}

/** A string literal for Python and Go, which write characters above U+FFFF as one number. */
export function quotedUtf32(text: string): string {
  return replaceHidden(JSON.stringify(text), (char) =>
    char.length > 1 ? `\\U${char.codePointAt(0)!.toString(16).padStart(8, '0')}` : utf16Escapes(char),
  )
}

function utf16Escapes(char: string): string {
  return Array.from({ length: char.length }, (_, i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')
}

/** Base64 in lines of 76 characters. */
export function base64Lines(bytes: Uint8Array): string {
  return toBase64(bytes).replace(/.{76}(?=.)/g, '$&\n')
}
