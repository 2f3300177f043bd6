import { createRequire } from 'node:module'
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'

/** Never logged: credentials, and anything that a sender posted. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'accessKey',
  'secret',
  'publicKey',
  'shareToken',
  'token',
  'password',
  'body',
  'headers',
  'rawHeaders',
]
/** A message may quote the input that caused it. */
const MESSAGE_CHARS_MAX = 500
const CAUSES_MAX = 3

/**
 * Logs JSON lines to `sink`, by default standard output; pretty-printed if that is a terminal and pino-pretty is installed. Logging never
 * throws, because callers log on the way to an answer.
 */
export function createLog(level: string, sink?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    hooks: { logMethod: neverThrows },
    base: { pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    serializers: { err: (error: unknown) => describeError(error, CAUSES_MAX) },
  }
  if (sink) return pino(options, sink)
  return process.stdout.isTTY && hasPretty() ? prettyLog(options) : pino(options)
}

const neverThrows: NonNullable<LoggerOptions['hooks']>['logMethod'] = function (args, method) {
  try {
    method.apply(this, args)
  } catch {} // what was logged could not be described or written
}

/** Only the known fields of an error: the extra fields of a database error may contain the values of a query. */
function describeError(error: unknown, causes: number): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: clip(String(error)) }
  const { name, message, stack, cause } = error
  const code = (error as NodeJS.ErrnoException).code
  return {
    type: name,
    message: clip(message),
    ...(code === undefined ? {} : { code }),
    stack: stack?.split('\n').filter((line) => line.startsWith('    at ')),
    ...(cause === undefined || causes === 0 ? {} : { cause: describeError(cause, causes - 1) }),
  }
}

function clip(text: string): string {
  return text.length > MESSAGE_CHARS_MAX ? `${text.slice(0, MESSAGE_CHARS_MAX)}…` : text
}

function hasPretty(): boolean {
  try {
    createRequire(import.meta.url).resolve('pino-pretty')
    return true
  } catch {
    return false
  }
}

/** The pretty printer runs on a separate thread, which needs levels as numbers. */
function prettyLog({ formatters: _, ...options }: LoggerOptions): Logger {
  return pino({ ...options, transport: { target: 'pino-pretty', options: { ignore: 'pid', translateTime: 'HH:MM:ss' } } })
}
