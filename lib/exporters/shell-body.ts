import type { ExportRequest } from './exporter'
import { base64Lines } from './quote'
import { type ShellWord, shellText } from './shell-quote'

/** Linux limits an argument to 128 KiB, and a UTF-16 unit takes up to three bytes in UTF-8. */
const ARGUMENT_CHARS_MAX = 32_768

/** The body as one argument, or null if it has to be piped because it contains NUL, is not UTF-8, or is too long. */
export function argumentBody({ text }: ExportRequest): ShellWord | null {
  return text === null || text.includes('\0') || text.length > ARGUMENT_CHARS_MAX ? null : shellText(text)
}

/** Runs `command` with the exact body on its standard input. `--decode` because older versions of macOS have `-D` instead of `-d`. */
export function withPipedBody(command: string, body: Uint8Array): string {
  return `base64 --decode <<'BODY' | ${command}\n${base64Lines(body)}\nBODY`
}

export const ANSI_NOTE = "The quoting $'…' needs bash, zsh or ksh."
