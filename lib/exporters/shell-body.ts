import type { ExportRequest } from './exporter'
import { base64Lines } from './quote'
import { type ShellWord, shellText } from './shell-quote'

/** An argument of a program is at most 128 KiB on Linux; UTF-8 takes up to three bytes for a UTF-16 unit. */
const ARGUMENT_CHARS_MAX = 32_768

/** The body as one argument, or null where it has to come through a pipe: NUL, not UTF-8, or too long. */
export function argumentBody({ text }: ExportRequest): ShellWord | null {
  return text === null || text.includes('\0') || text.length > ARGUMENT_CHARS_MAX ? null : shellText(text)
}

/** Runs `command` with the exact body on its standard input. `--decode`, since `-d` is `-D` on older macOS. */
export function withPipedBody(command: string, body: Uint8Array): string {
  return `base64 --decode <<'BODY' | ${command}\n${base64Lines(body)}\nBODY`
}

export const ANSI_NOTE = "The quoting $'…' needs bash, zsh or ksh."
