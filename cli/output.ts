import type { Writable } from 'node:stream'
import { visibleText } from '#lib/core/visible-text'

/** Where a command writes. What senders wrote never reaches the terminal as control characters. */
export type Output = {
  json: boolean
  /** Data for people, on stdout. Ignored with `--json`. */
  line(text: string): void
  /** A value for people and scripts, on stdout: exact, but for control characters on a terminal. */
  value(text: string): void
  /** Data for programs, one JSON object a line, on stdout. Ignored without `--json`. */
  record(value: { type: string; [field: string]: unknown }): void
  /** What is going on, on stderr. */
  say(text: string): void
  /** Text in a colour where stdout is a terminal that has them. */
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
    say: (text) => void stderr.write(`${text}\n`),
    paint: (colour, text) => (colours && !json ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text),
  }
}

/** One line of somebody else's text, with escapes for what does not show, would move the cursor or would reorder the line. */
export function safeLine(text: string, charsMax = 2000): string {
  const cut = text.length > charsMax ? `${text.slice(0, charsMax)}…` : text
  return visibleText(cut).replaceAll('\n', '\\n').replaceAll('\t', '\\t')
}

/** The same for text of several lines. */
export function safeText(text: string): string {
  return visibleText(text.replaceAll('\r\n', '\n'))
}

/** JSON that means the same and holds no character that a terminal obeys. */
export function terminalJson(value: unknown): string {
  return safeJson(JSON.stringify(value))
}

/** The same for text that is JSON already. There such characters can only be inside strings, so an escape keeps the value. */
export function safeJson(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
