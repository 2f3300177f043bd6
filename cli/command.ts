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

/** Flags of every command that talks to a server. */
export const SERVER_FLAGS = {
  url: { type: 'string', value: 'URL', help: 'the server; default: CREEL_URL, .creel.json, http://127.0.0.1:3000' },
  'key-file': {
    type: 'string',
    value: 'FILE',
    help: 'a file with the access key; default: CREEL_KEY, or the key of creel login',
  },
  json: { type: 'boolean', help: 'one JSON object per line on stdout; the first is {"type":"ready",…}' },
} as const satisfies Flags

/** Flags of every command that sends captures to a target. */
export const TARGET_FLAGS = {
  path: {
    type: 'string',
    value: 'keep|drop',
    help: "append the capture's path and query to the URL (keep) or not (drop)",
  },
  header: {
    type: 'string',
    short: 'H',
    value: "'NAME: VALUE'",
    multiple: true,
    help: "add or replace a header; 'NAME:' removes it",
  },
  retry: { type: 'string', value: 'N', help: 'try again after 408, 425, 429, 5xx and broken connections' },
  'target-timeout': { type: 'string', value: '60s', help: 'how long the target may take' },
  'tls-insecure': { type: 'boolean', help: 'accept any certificate of the target' },
} as const satisfies Flags

export const SIGN_FLAG = {
  type: 'string',
  value: 'SECRET_ID',
  help: 'have the server sign each capture again for the target, with a secret of the bin',
} as const satisfies Flags[string]
