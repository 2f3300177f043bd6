import { utf8Text } from '#lib/core/content'
import { isVisible } from './quote'

/** A shell word. `ansi`: written as `$'…'`, which bash, zsh and ksh understand, but older `sh` does not. */
export type ShellWord = { word: string; ansi: boolean }

/**
 * What an interactive bash treats as history expansion after a line break, even within quotes: `^` at the start of the line and, before
 * bash 5, `!` anywhere in it.
 */
const HISTORY = /\n(?:\^|.*!)/

/** Text as UTF-8. It must not contain NUL, because arguments cannot. */
export function shellText(text: string): ShellWord {
  if (isVisible(text, { multiline: true }) && !HISTORY.test(text)) return { word: singleQuoted(text), ansi: false }
  return { word: ansiQuoted(text, (char) => hexEscapes(new TextEncoder().encode(char))), ansi: true }
}

/** Wire characters, one per byte (Latin-1). Readable if the bytes are UTF-8. */
export function shellBytes(latin1: string): ShellWord {
  const bytes = Uint8Array.from(latin1, (char) => char.charCodeAt(0))
  const text = utf8Text(bytes)
  if (text !== null) return shellText(text)
  return { word: ansiQuoted(latin1, (char) => hexEscapes(Uint8Array.of(char.charCodeAt(0))), /[\x80-\xff]/), ansi: true }
}

function singleQuoted(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/** Includes `!`, because older shells take `\\'` for the end of the quotes and then expand a `!` after it. */
const NAMED: Readonly<Record<string, string>> = { '!': '\\041', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\', "'": "\\'" }

function ansiQuoted(text: string, hexOf: (char: string) => string, also?: RegExp): string {
  let word = ''
  for (const char of text) word += NAMED[char] ?? (isVisible(char) && !also?.test(char) ? char : hexOf(char))
  return `$'${word}'`
}

function hexEscapes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
}
