import type { Writable } from 'node:stream'
import { visibleText } from '#lib/core/visible-text'

/** Where a command writes. Control characters from senders never reach the terminal. */
export type Output = {
  json: boolean
  /** Data for people, on stdout. Ignored with `--json`. */
  line(text: string): void
  /** A value for people and scripts, on stdout. Exact, except for control characters on a terminal. */
  value(text: string): void
  /** Data for programs on stdout, one JSON object per line. Ignored without `--json`. */
  record(value: { type: string; [field: string]: unknown }): void
  /** Progress and messages, on stderr. */
  info(text: string): void
  /** Coloured text, if stdout is a terminal with colours. */
  paint(colour: Colour, text: string): string
}

const COLOURS = { red: 31, green: 32, yellow: 33, faint: 2, bold: 1 } as const
type Colour = keyof typeof COLOURS

type Streams = { stdout: Writable & { isTTY?: boolean }; stderr: Writable; colours: boolean }

export function createOutput({ stdout, stderr, colours }: Streams, json: boolean): Output {
  return {
    json,
    line: (text) => void (json || stdout.write(`${text}\n`)),
    value: (text) => void (json || stdout.write(`${stdout.isTTY ? safeText(text) : text}\n`)),
    record: (value) => void (json && stdout.write(`${terminalJson(value)}\n`)),
    info: (text) => void stderr.write(`${text}\n`),
    paint: (colour, text) => (colours && !json ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text),
  }
}

/** One line of untrusted text. Invisible characters, and characters that move the cursor or reorder the line, become escapes. */
export function safeLine(text: string, charsMax = 2000): string {
  const cut = text.length > charsMax ? `${text.slice(0, charsMax)}…` : text
  return visibleText(cut).replaceAll('\n', '\\n').replaceAll('\t', '\\t')
}

/** The same for text of several lines. */
export function safeText(text: string): string {
  return visibleText(text.replaceAll('\r\n', '\n'))
}

/** Equivalent JSON without characters that a terminal obeys. */
export function terminalJson(value: unknown): string {
  return safeJson(JSON.stringify(value))
}

/** The same for text that is already JSON. There such characters can only be inside strings, so an escape keeps the value. */
export function safeJson(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
