import { spawn } from 'node:child_process'
import type { Capture } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import type { Io } from '../command'
import { usageError } from '../exit'

/**
 * Splits a command line into program and arguments at blanks outside quotes. No shell reads it, so nothing from a sender becomes a
 * command. @throws {Exit}
 */
export function readCommandLine(text: string, platform: string = process.platform): readonly [string, ...string[]] {
  const words: string[] = []
  const escapes = platform === 'win32' ? /\\(")/g : /\\(["\\])/g // "\\\\server\\share" is a path
  const WORD = /\s*((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'])+)/y
  let at = 0
  while (text.slice(at).trim() !== '') {
    WORD.lastIndex = at
    const match = WORD.exec(text)
    if (!match) throw usageError(`--exec has an unclosed quote: ${text}`)
    words.push(
      match[1]!.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_, double, single) => single ?? double.replace(escapes, '$1')),
    )
    at = WORD.lastIndex
  }
  const [program, ...args] = words
  if (program === undefined) throw usageError('--exec needs a command.')
  return [program, ...args]
}

/** The program's environment, with facts about the capture; its body is on stdin. Without the access key. */
export function commandEnvironment(env: Io['env'], capture: Capture): Record<string, string> {
  const { CREEL_KEY: _, ...rest } = env
  const facts: Record<string, string | null | undefined> = {
    CREEL_SEQ: String(capture.seq),
    CREEL_CAPTURE: capture.id,
    CREEL_BIN: capture.binId,
    CREEL_METHOD: capture.method,
    CREEL_PATH: capture.path,
    CREEL_QUERY: capture.query,
    CREEL_CONTENT_TYPE: capture.contentType,
    CREEL_PROVIDER: capture.sender?.provider,
    CREEL_EVENT: capture.sender?.event,
    CREEL_MESSAGE_ID: capture.messageId,
  }
  const given = Object.entries({ ...rest, ...facts }).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(given.map(([name, value]) => [name, value!.replaceAll('\0', '')]))
}

/**
 * Runs the program with the body on its stdin. Resolves with its exit code, or null if a signal ended it. @throws {Exit} if it
 * cannot be started
 */
export function runCommand(command: readonly [string, ...string[]], capture: Capture, io: Io): Promise<number | null> {
  const [program, ...args] = command
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: io.cwd,
      env: commandEnvironment(io.env, capture) as NodeJS.ProcessEnv,
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      signal: io.signal,
    })
    child.stdout.pipe(io.stderr, { end: false }) // stdout is for data
    child.stderr.pipe(io.stderr, { end: false })
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (io.signal.aborted) reject(io.signal.reason)
      else reject(usageError(`"${program}" cannot be started (${error.code ?? error.message}).`))
    })
    child.once('close', (code) => (io.signal.aborted ? reject(io.signal.reason) : resolve(code)))
    child.stdin.on('error', () => {}) // a program that does not read its input is fine
    child.stdin.end(decodeBytes(capture.body))
  })
}
