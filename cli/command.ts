import type { Readable, Writable } from 'node:stream'
import type { Flags, Values } from './arguments'
import type { ExitCode } from './exit'
import type { Output } from './output'

/** The process as a command sees it. */
export type Io = {
  stdin: Readable & { isTTY?: boolean; setRawMode?(raw: boolean): unknown }
  stdout: Writable & { isTTY?: boolean }
  stderr: Writable & { isTTY?: boolean }
  env: Readonly<Record<string, string | undefined>>
  cwd: string
  /** Aborted by Ctrl-C and SIGTERM. */
  signal: AbortSignal
}

export type Invocation<F extends Flags> = { io: Io; out: Output; values: Values<F>; words: readonly string[] }

export type Command<F extends Flags = Flags> = {
  name: string
  /** The words after `creel`. */
  usage: string
  summary: string
  flags: F
  /** Shown below the flags in the help. */
  notes?: string
  run(invocation: Invocation<F>): Promise<ExitCode>
}

/** Infers the type of the values from the flags. */
export function defineCommand<const F extends Flags>(command: Command<F>): Command {
  return command as unknown as Command
}
