import { CallError } from '#lib/client/call-error'

/** The exit codes of `creel`. docs/cli.md lists the same. */
export const EXIT = {
  done: 0,
  /** A target failed, or an expectation was not met. */
  failed: 1,
  usage: 2,
  keyRefused: 3,
  noBin: 4,
  unreachable: 5,
  timeOut: 6,
  interrupted: 130,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Ends the command. `message` goes to stderr; it is empty if everything was already reported. */
export class Exit extends Error {
  override readonly name = 'Exit'
  constructor(
    readonly code: ExitCode,
    message: string,
  ) {
    super(message)
  }
}

export const usageError = (message: string) => new Exit(EXIT.usage, message)

const CODES: Readonly<Record<string, ExitCode>> = {
  unauthenticated: EXIT.keyRefused,
  forbidden: EXIT.keyRefused,
  bin_not_found: EXIT.noBin,
  unreachable: EXIT.unreachable,
  invalid_input: EXIT.usage,
}

/** The exit for this error. An unexpected error is rethrown. */
export function exitOf(error: unknown): Exit {
  if (error instanceof Exit) return error
  if (!(error instanceof CallError)) throw error
  const fields = error.errors.map(({ path, message }) => `${path} ${message}`)
  return new Exit(CODES[error.code] ?? EXIT.failed, fields.length > 0 ? `Not accepted: ${fields.join('; ')}.` : error.message)
}
